#include "core/train/peers.h"

#include <charconv>

#include "core/support/error.h"

namespace progan {
namespace {

using Environment = std::function<std::string(const char*)>;

struct Launcher {
    const char *rank, *size, *local_rank;
};
constexpr Launcher kLaunchers[] = {
    {"RANK", "WORLD_SIZE", "LOCAL_RANK"},
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"},
    {"SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID"},
};
constexpr int kMostPeers = 1 << 16, kLargestPort = 65535;

int number(const Environment& variable, const char* name, int least, int most) {
    const std::string text = variable(name);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        throw Error("To train in several processes the environment must hold " + std::string(name) +
                    ", a number from " + std::to_string(least) + " to " + std::to_string(most) + "; it is " +
                    (text.empty() ? "not set." : "\"" + text + "\"."));
    return value;
}

}  // namespace

std::optional<Peers> peers_from_environment(const Environment& variable) {
    for (const Launcher& launcher : kLaunchers) {
        // One alone may be left over from something else: Slurm sets its own for the shell, too.
        if (variable(launcher.rank).empty() || variable(launcher.size).empty()) continue;
        Peers peers;
        peers.size = number(variable, launcher.size, 1, kMostPeers);
        if (peers.size == 1) return std::nullopt;
        peers.rank = number(variable, launcher.rank, 0, peers.size - 1);
        if (!variable(launcher.local_rank).empty())
            peers.local_rank = number(variable, launcher.local_rank, 0, kMostPeers);
        if (const std::string address = variable("MASTER_ADDR"); !address.empty()) peers.address = address;
        if (!variable("MASTER_PORT").empty()) peers.port = number(variable, "MASTER_PORT", 1, kLargestPort);
        return peers;
    }
    return std::nullopt;
}

}  // namespace progan
