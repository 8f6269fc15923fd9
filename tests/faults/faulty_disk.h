// A disk that fails on demand: what writes, syncs, renames, links and removes files in this program goes
// through here before it reaches the system. For child processes of tests, which may end in the middle.
#pragma once

#include <string>

namespace progan::test {

enum class DiskFault {
    none,
    killed,      ///< the process ends before the operation
    torn,        ///< a write does half of its bytes, then the process ends; before anything else, it ends
    power_lost,  ///< as `killed`, and of each file only what was synced is left
    full,        ///< a write does half of its bytes; all later ones and syncs fail for want of room
};

inline constexpr int kEndedByDisk = 86;  ///< how a process ends that the disk ends

/// From now on, operation number `at` (from 1) under `folder` meets the fault.
void plan_disk_fault(DiskFault fault, long at, const std::string& folder);

/// The room is there again.
void repair_disk();

/// Operations since the plan.
long disk_operations();

}  // namespace progan::test
