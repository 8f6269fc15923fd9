# progan::torch: LibTorch, in this order: Torch_DIR or CMAKE_PREFIX_PATH; a python3 that has torch; Debian's
# libtorch-dev. Without it the programs are built and run on their own kernels; training and GPUs need it.
# PROGAN_REQUIRE_TORCH makes its absence an error. The libraries are named here one by one and not through
# TorchConfig.cmake, which asks for a CUDA compiler that a program without CUDA code of its own does not need.
if(WIN32)
  message(STATUS "LibTorch: left out on Windows; so are training and GPUs")
  return()
endif()
set(hints)
if(Torch_DIR)
  get_filename_component(torch_prefix "${Torch_DIR}/../../.." ABSOLUTE)
  list(APPEND hints ${torch_prefix})
endif()
list(APPEND hints ${CMAKE_PREFIX_PATH})
if(NOT PROGAN_TORCH_INCLUDE_DIR)
  find_program(PROGAN_PYTHON3 python3)
  if(PROGAN_PYTHON3)
    execute_process(
      COMMAND ${PROGAN_PYTHON3} -c
        "import torch; print(torch.__path__[0]); print(int(torch._C._GLIBCXX_USE_CXX11_ABI))"
      OUTPUT_VARIABLE python_torch OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
      RESULT_VARIABLE python_torch_failed)
    if(NOT python_torch_failed)
      string(REPLACE "\n" ";" python_torch "${python_torch}")
      list(GET python_torch 0 python_torch_dir)
      list(GET python_torch 1 python_torch_abi)
    endif()
  endif()
endif()

# Headers first: the libraries must come from the same place.
find_path(PROGAN_TORCH_INCLUDE_DIR torch/csrc/api/include/torch/torch.h
  HINTS ${hints} PATH_SUFFIXES include NO_DEFAULT_PATH)
if(NOT PROGAN_TORCH_INCLUDE_DIR AND python_torch_dir)
  find_path(PROGAN_TORCH_INCLUDE_DIR torch/csrc/api/include/torch/torch.h
    PATHS ${python_torch_dir}/include NO_DEFAULT_PATH)
  if(PROGAN_TORCH_INCLUDE_DIR)
    set(PROGAN_TORCH_CXX11_ABI ${python_torch_abi} CACHE STRING "C++ ABI of LibTorch: 1 new, 0 old")
  endif()
endif()
find_path(PROGAN_TORCH_INCLUDE_DIR torch/csrc/api/include/torch/torch.h)
if(NOT PROGAN_TORCH_INCLUDE_DIR)
  if(PROGAN_REQUIRE_TORCH)
    message(FATAL_ERROR "LibTorch was not found: set Torch_DIR or CMAKE_PREFIX_PATH, use a python3 with "
      "torch, or install libtorch-dev.")
  endif()
  message(STATUS "LibTorch: not found; training and GPUs are left out")
  return()
endif()
set(PROGAN_TORCH_CXX11_ABI 1 CACHE STRING "C++ ABI of LibTorch: 1 new, 0 old")
get_filename_component(torch_root ${PROGAN_TORCH_INCLUDE_DIR} DIRECTORY)
foreach(library torch torch_cpu c10)
  find_library(PROGAN_LIB_${library} ${library} HINTS ${torch_root}/lib REQUIRED)
endforeach()
find_library(PROGAN_LIB_torch_cuda torch_cuda PATHS ${torch_root}/lib NO_DEFAULT_PATH)

add_library(progan_torch_dependency INTERFACE)
add_library(progan::torch ALIAS progan_torch_dependency)
target_include_directories(progan_torch_dependency SYSTEM INTERFACE
  ${PROGAN_TORCH_INCLUDE_DIR} ${PROGAN_TORCH_INCLUDE_DIR}/torch/csrc/api/include)
target_compile_definitions(progan_torch_dependency INTERFACE _GLIBCXX_USE_CXX11_ABI=${PROGAN_TORCH_CXX11_ABI})
# torch and torch_cuda register their operators when loaded: keep them though no symbol of theirs is named.
target_link_libraries(progan_torch_dependency INTERFACE
  -Wl,--no-as-needed ${PROGAN_LIB_torch} ${PROGAN_LIB_torch_cpu} ${PROGAN_LIB_c10})
if(PROGAN_LIB_torch_cuda)
  target_link_libraries(progan_torch_dependency INTERFACE ${PROGAN_LIB_torch_cuda})
endif()
target_link_libraries(progan_torch_dependency INTERFACE -Wl,--as-needed)
# CUDA graphs are the one thing here that needs CUDA's own headers and libc10_cuda.
set(PROGAN_TORCH_HAS_CUDA_HEADERS OFF)
if(PROGAN_LIB_torch_cuda)
  find_library(PROGAN_LIB_c10_cuda c10_cuda PATHS ${torch_root}/lib NO_DEFAULT_PATH)
  find_path(PROGAN_CUDA_INCLUDE_DIR cuda_runtime_api.h
    HINTS $ENV{CUDA_HOME} /usr/local/cuda ${torch_root}/../nvidia/cu13 ${torch_root}/../nvidia/cuda_runtime
    PATH_SUFFIXES include)
  if(PROGAN_LIB_c10_cuda AND PROGAN_CUDA_INCLUDE_DIR)
    set(PROGAN_TORCH_HAS_CUDA_HEADERS ON)
    target_include_directories(progan_torch_dependency SYSTEM INTERFACE ${PROGAN_CUDA_INCLUDE_DIR})
    target_link_libraries(progan_torch_dependency INTERFACE ${PROGAN_LIB_c10_cuda})
  endif()
endif()
# Training in several processes needs the headers of the Gloo, and of the NCCL, that LibTorch was built with.
set(PROGAN_TORCH_HAS_GLOO_HEADERS OFF)
if(EXISTS ${PROGAN_TORCH_INCLUDE_DIR}/gloo/algorithm.h
   AND EXISTS ${PROGAN_TORCH_INCLUDE_DIR}/torch/csrc/distributed/c10d/ProcessGroupGloo.hpp)
  set(PROGAN_TORCH_HAS_GLOO_HEADERS ON)
  target_compile_definitions(progan_torch_dependency INTERFACE USE_C10D_GLOO)
  if(PROGAN_TORCH_HAS_CUDA_HEADERS)
    find_path(PROGAN_NCCL_INCLUDE_DIR nccl.h HINTS ${torch_root}/../nvidia/nccl PATH_SUFFIXES include)
    if(PROGAN_NCCL_INCLUDE_DIR)
      target_include_directories(progan_torch_dependency SYSTEM INTERFACE ${PROGAN_NCCL_INCLUDE_DIR})
      target_compile_definitions(progan_torch_dependency INTERFACE USE_C10D_NCCL)
    endif()
  endif()
endif()
message(STATUS "LibTorch: ${PROGAN_LIB_torch_cpu}, CUDA graphs: ${PROGAN_TORCH_HAS_CUDA_HEADERS}, "
  "several processes: ${PROGAN_TORCH_HAS_GLOO_HEADERS}")
