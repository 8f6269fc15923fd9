# progan::json: nlohmann_json.
find_package(nlohmann_json 3.9 REQUIRED)
add_library(progan_json INTERFACE)
add_library(progan::json ALIAS progan_json)
target_link_libraries(progan_json INTERFACE nlohmann_json::nlohmann_json)
