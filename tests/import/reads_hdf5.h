// Whether this build has the program that reads HDF5, which Keras writes.
#pragma once

namespace progan::test {

#ifdef PROGAN_TEST_READS_HDF5
inline constexpr bool kReadsHdf5 = true;
#else
inline constexpr bool kReadsHdf5 = false;
#endif

}  // namespace progan::test
