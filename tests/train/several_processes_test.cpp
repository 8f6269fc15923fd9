// One run shared by two processes on this machine, as torchrun would start them.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <thread>

#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/train/checkpoint.h"
#include "core/train/process_group_config.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

using Variables = std::map<std::string, std::string>;

std::optional<ProcessGroupConfig> peers(const Variables& variables) {
    return process_group_from_environment([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    });
}

TEST(ProcessGroupConfig, AreReadAsTheLaunchersSetThem) {
    EXPECT_FALSE(peers({}));
    EXPECT_FALSE(peers({{"RANK", "0"}, {"WORLD_SIZE", "1"}}));
    EXPECT_FALSE(peers({{"SLURM_NTASKS", "4"}}));  // a shell that Slurm gave
    const std::optional<ProcessGroupConfig> torchrun = peers({{"RANK", "3"},
                                                              {"WORLD_SIZE", "4"},
                                                              {"LOCAL_RANK", "1"},
                                                              {"MASTER_ADDR", "node7"},
                                                              {"MASTER_PORT", "1234"}});
    ASSERT_TRUE(torchrun);
    EXPECT_EQ(torchrun->rank, 3);
    EXPECT_EQ(torchrun->world_size, 4);
    EXPECT_EQ(torchrun->local_rank, 1);
    EXPECT_EQ(torchrun->address, "node7");
    EXPECT_EQ(torchrun->port, 1234);
    EXPECT_EQ(peers({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "2"}})->rank, 1);
    EXPECT_EQ(peers({{"SLURM_PROCID", "2"}, {"SLURM_NTASKS", "8"}, {"SLURM_LOCALID", "2"}})->local_rank, 2);
    for (const Variables& wrong :
         {Variables{{"RANK", "2"}, {"WORLD_SIZE", "2"}}, Variables{{"RANK", "x"}, {"WORLD_SIZE", "2"}},
          Variables{{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_PORT", "70000"}}})
        EXPECT_NE(test::error_of([&] { peers(wrong); }).find("the environment must set"), std::string::npos);
}

/// A port of 127.0.0.1 that nobody listens on.
int free_port() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    const bool bound = bind(listener, any, length) == 0 && getsockname(listener, any, &length) == 0;
    close(listener);
    if (!bound) throw std::runtime_error("no port is free");
    return ntohs(address.sin_port);
}

class SeveralProcesses : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        fs::create_directories(folder_ / "data");
        for (int i = 0; i < 40; ++i) {
            Image image(16, 16);
            std::uint32_t noise = static_cast<std::uint32_t>(i) * 2654435761U + 1;
            for (std::uint8_t& value : image.rgb) {
                noise = noise * 1664525U + 1013904223U;
                value = static_cast<std::uint8_t>(noise >> 24U);
            }
            write_png(folder_ / "data" / (std::to_string(i) + ".png"), image);
        }
    }

    /// `progan train` in another process; its words go to OUT, its rank and ".log".
    pid_t start(const std::string& out, std::vector<std::string> arguments, int rank, int size) const {
        const pid_t child = fork();
        if (child != 0) return child;
        setenv("OMP_NUM_THREADS", "1", 1);
        setenv("PROGAN_TRAINING_KERNELS", "float32", 1);  // another order of sums must not round otherwise
        if (size > 1) {
            setenv("RANK", std::to_string(rank).c_str(), 1);
            setenv("WORLD_SIZE", std::to_string(size).c_str(), 1);
            setenv("MASTER_ADDR", "127.0.0.1", 1);
            setenv("MASTER_PORT", std::to_string(port_).c_str(), 1);
        }
        const std::string log = (folder_ / (out + std::to_string(rank) + ".log")).string();
        if (!freopen(log.c_str(), "w", stdout) || dup2(1, 2) < 0) _exit(126);
        arguments.insert(arguments.begin(), {"progan", "train", "--data", (folder_ / "data").string(),
                                             "--out", (folder_ / out).string(), "--device", "cpu", "--latent",
                                             "8", "--channels", "8,8,8", "--batch", "16"});
        std::vector<char*> pointers;
        pointers.reserve(arguments.size() + 1);
        for (std::string& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        execv(PROGAN_PROGRAM, pointers.data());
        _exit(127);
    }
    static int ended(pid_t child) {
        int status = 0;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
    }
    std::string log(const std::string& out, int rank) const {
        return read_text_file(folder_ / (out + std::to_string(rank) + ".log"), 1 << 20);
    }
    bool cannot_share() const { return log("two", 0).find("This build cannot train") != std::string::npos; }

  private:
    const int port_ = free_port();
};

TEST_F(SeveralProcesses, ComputeWhatOneWouldOnTheSameBatches) {
    // 50 steps each. Where a level fades in, Adam makes of a gradient that is rounding alone a whole step up
    // or down, so that only a small rate shows the difference to be no more than that.
    const std::vector<std::string> runs[] = {
        {"--resolution", "4", "--images-per-phase", "800", "--learning-rate", "0.001"},
        {"--resolution", "4", "--images-per-phase", "800", "--learning-rate", "0.001", "--loss", "wgan-gp"},
        {"--resolution", "16", "--images-per-phase", "160", "--learning-rate", "0.00001"},
        {"--resolution", "16", "--images-per-phase", "160", "--learning-rate", "0.00001", "--augment", "0.6",
         "--held-back", "8"},
    };
    for (const std::vector<std::string>& run : runs) {
        for (const char* out : {"one", "two"}) fs::remove_all(folder_ / out);
        ASSERT_EQ(ended(start("one", run, 0, 1)), 0) << log("one", 0);
        const pid_t second = start("two", run, 1, 2);
        const int first = ended(start("two", run, 0, 2));
        const int other = ended(second);
        if (first != 0 && cannot_share()) GTEST_SKIP() << log("two", 0);
        ASSERT_EQ(first, 0) << log("two", 0);
        ASSERT_EQ(other, 0) << log("two", 1);
        const TrainingCheckpoint one = read_training_checkpoint(folder_ / "one/checkpoint.safetensors"),
                                 two = read_training_checkpoint(folder_ / "two/checkpoint.safetensors");
        EXPECT_EQ(one.steps, 50);
        EXPECT_EQ(two.steps, 50);
        ASSERT_EQ(one.state.tensors.size(), two.state.tensors.size());
        for (std::size_t i = 0; i < one.state.tensors.size(); ++i) {
            const WeightTensor &a = one.state.tensors[i], &b = two.state.tensors[i];
            double largest = 0;
            for (std::size_t k = 0; k < a.values.size(); ++k)
                largest = std::max(largest, static_cast<double>(std::abs(a.values[k] - b.values[k])));
            EXPECT_LT(largest, 1e-5) << a.name;
        }
    }
}

TEST_F(SeveralProcesses, ALostOneEndsTheRunWithACheckpointThatGoesOn) {
    const std::vector<std::string> run{"--resolution", "8", "--images-per-phase", "1600"};
    const pid_t second = start("two", run, 1, 2), first = start("two", run, 0, 2);
    const fs::path events = folder_ / "two/events.jsonl";
    const auto trains = [&] {
        return fs::exists(events) &&
               read_text_file(events, 1 << 20).find(R"("phase","images":1600)") != std::string::npos;
    };
    while (!trains() && waitpid(first, nullptr, WNOHANG) == 0) usleep(1000);
    kill(second, SIGKILL);
    ended(second);
    int status = 0;
    const bool waited = waitpid(first, &status, 0) == first;
    if (cannot_share()) GTEST_SKIP() << log("two", 0);
    ASSERT_TRUE(waited);
    EXPECT_EQ(WEXITSTATUS(status), 1);
    EXPECT_NE(log("two", 0).find("Another process of this run was lost. The last checkpoint is intact"),
              std::string::npos)
        << log("two", 0);
    EXPECT_EQ(ended(start("two", {"--resume"}, 0, 1)), 0) << log("two", 0);
    EXPECT_NE(log("two", 0).find("Finished after 4800 images"), std::string::npos) << log("two", 0);
}

TEST_F(SeveralProcesses, ABatchThatCannotBeSharedIsRefused) {
    const pid_t first = start("two", {"--resolution", "4", "--batch", "20"}, 0, 2);
    EXPECT_EQ(ended(first), 1);
    EXPECT_NE(log("two", 0).find(
                  "A batch of 20 cannot be divided among 2 processes. Set --batch to a multiple of 8"),
              std::string::npos)
        << log("two", 0);
}

}  // namespace
}  // namespace progan
