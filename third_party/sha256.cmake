# progan::sha256: OpenSSL's libcrypto.
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
add_library(progan_sha256 INTERFACE)
add_library(progan::sha256 ALIAS progan_sha256)
target_link_libraries(progan_sha256 INTERFACE OpenSSL::Crypto)
