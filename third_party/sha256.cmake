# progan::sha256: OpenSSL's libcrypto; on Windows, its own bcrypt.
add_library(progan_sha256 INTERFACE)
add_library(progan::sha256 ALIAS progan_sha256)
if(WIN32)
  target_link_libraries(progan_sha256 INTERFACE bcrypt)
else()
  find_package(OpenSSL REQUIRED COMPONENTS Crypto)
  target_link_libraries(progan_sha256 INTERFACE OpenSSL::Crypto)
endif()
