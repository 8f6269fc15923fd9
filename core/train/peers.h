// The processes of one training run that is shared out over several machines or GPUs.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace progan {

/// Where this process stands among those of the run.
struct Peers {
    int rank = 0;                       ///< of this process; 0 writes the run's folder
    int size = 1;                       ///< how many there are
    int local_rank = 0;                 ///< on this machine: the number of its GPU
    std::string address = "127.0.0.1";  ///< where rank 0 listens
    int port = 29500;
};

/// As torchrun sets it (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR, MASTER_PORT), else Open MPI's mpirun
/// (OMPI_COMM_WORLD_*), else Slurm's srun (SLURM_PROCID, SLURM_NTASKS, SLURM_LOCALID); nullopt if none of
/// them did or there is only one process. `variable` reads the environment: "" where unset. Throws Error
/// naming a variable that is missing or no number.
std::optional<Peers> peers_from_environment(const std::function<std::string(const char*)>& variable);

}  // namespace progan
