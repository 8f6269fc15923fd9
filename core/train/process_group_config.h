// The processes of a training run that is distributed over several machines or GPUs.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace progan {

/// This process's place among those of the run.
struct ProcessGroupConfig {
    int rank = 0;                       ///< of this process; rank 0 writes the run's folder
    int world_size = 1;                 ///< how many processes there are
    int local_rank = 0;                 ///< on this machine; the number of its GPU
    std::string address = "127.0.0.1";  ///< where rank 0 listens
    int port = 29500;
};

/// From the variables of torchrun (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR, MASTER_PORT), Open MPI's mpirun
/// (OMPI_COMM_WORLD_*) or Slurm's srun (SLURM_PROCID, SLURM_NTASKS, SLURM_LOCALID), in this order; nullopt if
/// none is set or there is only one process. `variable` reads the environment: "" if unset. Throws Error
/// naming a variable that is missing or not a number.
std::optional<ProcessGroupConfig> process_group_from_environment(
    const std::function<std::string(const char*)>& variable);

}  // namespace progan
