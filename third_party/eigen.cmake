# progan::eigen: Eigen, header-only: core/support/linear_algebra.cpp alone includes it.
find_package(Eigen3 3.3 REQUIRED NO_MODULE)
add_library(progan_eigen INTERFACE)
add_library(progan::eigen ALIAS progan_eigen)
# As system headers: their warnings are not ours.
get_target_property(progan_eigen_include Eigen3::Eigen INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(progan_eigen SYSTEM INTERFACE ${progan_eigen_include})
