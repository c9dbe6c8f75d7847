/** Directives that have no part in what CORS looks at: status, headers, which location answers. */
const harmless: ReadonlySet<string> = new Set(
  `access_log error_log log_format log_not_found log_subrequest open_log_file_cache error_log pid user worker_processes
   worker_connections worker_rlimit_nofile worker_rlimit_core worker_cpu_affinity worker_priority worker_shutdown_timeout
   worker_aio_requests daemon master_process events use multi_accept accept_mutex accept_mutex_delay load_module env
   pcre_jit thread_pool timer_resolution working_directory debug_connection lock_file google_perftools_profiles
   aio aio_write directio directio_alignment sendfile sendfile_max_chunk tcp_nopush tcp_nodelay output_buffers
   postpone_output read_ahead send_lowat send_timeout lingering_close lingering_time lingering_timeout
   client_body_buffer_size client_body_in_file_only client_body_in_single_buffer client_body_temp_path client_body_timeout
   client_header_buffer_size client_header_timeout client_max_body_size connection_pool_size request_pool_size
   keepalive_timeout keepalive_requests keepalive_time keepalive_disable keepalive_min_timeout reset_timedout_connection
   default_type types types_hash_bucket_size types_hash_max_size charset charset_map charset_types override_charset
   source_charset etag if_modified_since max_ranges chunked_transfer_encoding disable_symlinks
   msie_padding msie_refresh open_file_cache open_file_cache_errors open_file_cache_min_uses open_file_cache_valid
   resolver resolver_timeout server_tokens server_names_hash_bucket_size server_names_hash_max_size
   variables_hash_bucket_size variables_hash_max_size map_hash_bucket_size map_hash_max_size subrequest_output_buffer_size
   expires limit_conn limit_conn_dry_run limit_conn_log_level limit_conn_status limit_conn_zone limit_zone limit_rate
   limit_rate_after limit_req limit_req_dry_run limit_req_log_level limit_req_status limit_req_zone
   autoindex autoindex_exact_size autoindex_format autoindex_localtime add_before_body add_after_body addition_types
   auth_basic_user_file auth_delay browser ancient_browser ancient_browser_value modern_browser modern_browser_value
   real_ip_header real_ip_recursive set_real_ip_from userid userid_domain userid_expires userid_flags userid_mark userid_name
   userid_p3p userid_path userid_service rewrite_log uninitialized_variable_warn sub_filter sub_filter_last_modified
   sub_filter_once sub_filter_types ssi ssi_last_modified ssi_min_file_chunk ssi_silent_errors ssi_types ssi_value_length
   add_trailer add_trailer_inherit http2 http2_max_concurrent_streams http2_push http2_push_preload http2_recv_timeout http2_max_requests
   http2_max_field_size http2_max_header_size http2_idle_timeout http2_chunk_size http2_body_preread_size http2_recv_buffer_size
   http2_max_concurrent_pushes http3 http3_hq http3_stream_buffer_size http3_max_concurrent_streams quic_retry quic_gso
   quic_host_key quic_active_connection_id_limit early_hints mirror mirror_request_body
   flv mp4 mp4_buffer_size mp4_max_buffer_size lua_package_path lua_package_cpath lua_shared_dict lua_code_cache
   lua_socket_log_errors lua_ssl_trusted_certificate lua_ssl_verify_depth init_by_lua init_by_lua_block init_by_lua_file
   init_worker_by_lua init_worker_by_lua_block init_worker_by_lua_file log_by_lua log_by_lua_block log_by_lua_file
   body_filter_by_lua body_filter_by_lua_block body_filter_by_lua_file
   more_set_input_headers more_clear_input_headers vhost_traffic_status vhost_traffic_status_zone
   status_zone zone keepalive least_conn ip_hash hash random queue ntlm sticky
   ignore_invalid_headers modsecurity_rules_file passenger_root passenger_ruby include
   concat_max_files pagespeed upstream`.split(/\s+/),
);

/** Whole families of them, but for what is modelled. */
const harmlessFamilies =
  /^(?:ssl_|gzip|brotli|zstd|proxy_|fastcgi_|uwsgi_|scgi_|grpc_|memcached_|opentracing|otel_|js_import|js_path)/;

/** Directives that the simulation carries out. */
const modelled: ReadonlySet<string> = new Set(
  `http server location if limit_except map geo set return rewrite break root alias index try_files error_page
   recursive_error_pages add_header add_header_inherit more_set_headers more_clear_headers allow deny satisfy auth_basic
   internal proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass proxy_hide_header proxy_pass_header
   fastcgi_hide_header fastcgi_pass_header uwsgi_hide_header uwsgi_pass_header scgi_hide_header scgi_pass_header
   grpc_hide_header grpc_pass_header proxy_intercept_errors fastcgi_intercept_errors uwsgi_intercept_errors
   scgi_intercept_errors grpc_intercept_errors merge_slashes listen server_name server_name_in_redirect port_in_redirect
   absolute_redirect underscores_in_headers large_client_header_buffers stub_status empty_gif dav_methods`.split(/\s+/),
);

/** Directives whose variables are not known, but which do nothing by themselves. */
const variableMakers: ReadonlySet<string> = new Set(
  "split_clients valid_referers perl_set js_set js_var set_by_lua set_by_lua_block set_by_lua_file secure_link secure_link_md5 secure_link_secret map_hash geoip_country geoip_city geoip_org geoip2 auth_jwt_claim_set auth_request_set keyval keyval_zone".split(
    " ",
  ),
);

/** Whether a request that meets this directive can be answered without understanding it. */
export function isUnderstood(name: string): boolean {
  return modelled.has(name) || harmless.has(name) || harmlessFamilies.test(name) || variableMakers.has(name);
}
