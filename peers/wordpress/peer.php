<?php
/**
 * What the tests need of this WordPress: readers may write often, and search engines are not told. Everything else is as a visitor and an
 * editor meet it on any site. Installed as a must-use plugin.
 */
add_action( 'init', fn() => remove_action( 'check_comment_flood', 'check_comment_flood_db', 10 ) );
add_filter( 'pre_option_blog_public', '__return_zero' );
