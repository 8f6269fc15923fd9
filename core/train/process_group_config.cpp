#include "core/train/process_group_config.h"

#include <charconv>

#include "core/support/error.h"
#include "core/support/text.h"

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
constexpr int kMaxProcesses = 1 << 16, kMaxPort = 65535;

int number(const Environment& variable, const char* name, int least, int most) {
    const std::string text = variable(name);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        throw Error(
            "To train in several processes the environment must set {} to a number from {} to {}, but it is "
            "{}.",
            name, least, most, text.empty() ? "not set" : quote(text));
    return value;
}

}  // namespace

std::optional<ProcessGroupConfig> process_group_from_environment(const Environment& variable) {
    for (const Launcher& launcher : kLaunchers) {
        // A single variable may be left over from something else: Slurm also sets its own for the shell.
        if (variable(launcher.rank).empty() || variable(launcher.size).empty()) continue;
        ProcessGroupConfig config;
        config.world_size = number(variable, launcher.size, 1, kMaxProcesses);
        if (config.world_size == 1) return std::nullopt;
        config.rank = number(variable, launcher.rank, 0, config.world_size - 1);
        if (!variable(launcher.local_rank).empty())
            config.local_rank = number(variable, launcher.local_rank, 0, kMaxProcesses);
        if (const std::string address = variable("MASTER_ADDR"); !address.empty()) config.address = address;
        if (!variable("MASTER_PORT").empty()) config.port = number(variable, "MASTER_PORT", 1, kMaxPort);
        return config;
    }
    return std::nullopt;
}

}  // namespace progan
