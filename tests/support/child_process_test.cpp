// Programs that are started: what they get, what comes back, and what they do not get.
#include "core/support/child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <thread>

#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

using test::error_of;

ChildCommand shell(const std::string& script) {
    return {"/bin/sh", {"-c", script}, {}};
}

TEST(RunToEnd, CollectsBothOutputsInOrderAndTheExitStatus) {
    const ChildOutput output = run_to_end(shell("echo one; echo two >&2; echo three; exit 7"));
    EXPECT_EQ(output.text, "one\ntwo\nthree\n");
    EXPECT_EQ(output.end.exit_status, 7);
    EXPECT_EQ(output.end.signal, 0);
    EXPECT_FALSE(output.end.succeeded());
    EXPECT_TRUE(run_to_end(shell("true")).end.succeeded());
}

TEST(RunToEnd, TellsTheSignalThatEndedIt) {
    const ChildOutput output = run_to_end(shell("echo before; kill -TERM $$"));
    EXPECT_EQ(output.text, "before\n");
    EXPECT_EQ(output.end.signal, SIGTERM);
    EXPECT_FALSE(output.end.succeeded());
}

TEST(RunToEnd, TakesMoreThanAPipeHolds) {
    const ChildOutput output =
        run_to_end(shell("i=0; while [ $i -lt 3000 ]; do echo "
                         "0123456789012345678901234567890123456789012345678901234567890123; "
                         "i=$((i+1)); done"));
    EXPECT_EQ(output.text.size(), 3000u * 65);
}

TEST(RunToEnd, PassesArgumentsAsTheyAre) {
    const ChildOutput output =
        run_to_end({"/bin/sh", {"-c", "printf '%s|' \"$@\"", "sh", "two words", "it's", "$HOME", ""}, {}});
    EXPECT_EQ(output.text, "two words|it's|$HOME||");
}

TEST(RunToEnd, AddsToTheEnvironmentAndReplacesInIt) {
    setenv("PROGAN_TEST_KEPT", "kept", 1);
    setenv("PROGAN_TEST_REPLACED", "before", 1);
    ChildCommand command = shell("env");
    command.environment = {{"PROGAN_TEST_REPLACED", "after"}, {"PROGAN_TEST_NEW", "a=b c"}};
    const std::string text = "\n" + run_to_end(command).text;
    EXPECT_NE(text.find("\nPROGAN_TEST_KEPT=kept\n"), std::string::npos);
    EXPECT_NE(text.find("\nPROGAN_TEST_REPLACED=after\n"), std::string::npos);
    EXPECT_EQ(text.find("PROGAN_TEST_REPLACED=before"), std::string::npos);
    EXPECT_NE(text.find("\nPROGAN_TEST_NEW=a=b c\n"), std::string::npos);
    EXPECT_STREQ(std::getenv("PROGAN_TEST_REPLACED"), "before");  // ours is untouched
    unsetenv("PROGAN_TEST_KEPT");
    unsetenv("PROGAN_TEST_REPLACED");
}

TEST(RunToEnd, AMissingProgramIsSaid) {
    EXPECT_EQ(error_of([] {
                  run_to_end({"/nowhere/progan", {}, {}});
              }),
              "/nowhere/progan could not be started: No such file or directory.");
    EXPECT_EQ(error_of([] {
                  run_to_end({"/etc/passwd", {}, {}});
              }),
              "/etc/passwd could not be started: Permission denied.");
}

TEST(RunToEnd, ReadsNothingFromThisProgramsInput) {
    EXPECT_EQ(run_to_end(shell("cat; readlink /proc/self/fd/0")).text, "/dev/null\n");
}

class RunBetween : public test::InTemporaryFolder {
  protected:
    int opened(const char* name, int flags) const { return open((folder_ / name).c_str(), flags, 0644); }
    std::string text_of(const char* name) const {
        std::ostringstream text;
        text << std::ifstream(folder_ / name).rdbuf();
        return text.str();
    }
    /// The seconds that it took.
    double ended_after(const std::string& script, std::chrono::milliseconds longest,
                       const std::function<void()>& while_waiting) {
        const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        const auto begin = std::chrono::steady_clock::now();
        try {
            EXPECT_FALSE(run_between(shell(script), null, null, longest, while_waiting));
        } catch (const Error& error) {
            EXPECT_STREQ(error.what(), "Enough.");
        }
        close(null);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
};

TEST_F(RunBetween, GivesItsTwoDescriptorsAndNothingElse) {
    std::ofstream(folder_ / "in") << "what comes in\n";
    const int input = opened("in", O_RDONLY), output = opened("out", O_WRONLY | O_CREAT);
    const std::optional<ChildEnd> end = run_between(shell("cat; echo lost >&2; ls /proc/$$/fd; exit 3"),
                                                    input, output, std::chrono::minutes(1), [] {});
    close(input);
    close(output);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->exit_status, 3);
    EXPECT_EQ(text_of("out"), "what comes in\n0\n1\n2\n");
}

TEST_F(RunBetween, KillsWhatTakesTooLong) {
    EXPECT_LT(ended_after("exec sleep 600", std::chrono::milliseconds(100), [] {}), 60);
}

TEST_F(RunBetween, KillsItsChildWhenItIsToldToStop) {
    const std::string file = (folder_ / "id").string();
    int calls = 0;
    EXPECT_LT(ended_after("echo $$ >" + file + "; exec sleep 600", std::chrono::minutes(9),
                          [&] {
                              if (++calls > 1 && !text_of("id").empty()) throw Error("Enough.");
                          }),
              60);
    EXPECT_EQ(kill(std::stoi(text_of("id")), 0), -1) << "it still runs";
}

TEST_F(RunBetween, AMissingProgramIsSaid) {
    EXPECT_EQ(error_of([] {
                  run_between({"/nowhere/progan", {}, {}}, 0, 1, std::chrono::minutes(1), [] {});
              }),
              "/nowhere/progan could not be started: No such file or directory.");
}

class Child : public test::InTemporaryFolder {
  protected:
    /// What is neither marked to be closed nor one of the three standard descriptors.
    int inheritable() const {
        const int file = open((folder_ / "lock").c_str(), O_RDWR | O_CREAT, 0644);
        EXPECT_GT(file, 2);
        return file;
    }
    static ChildEnd wait(ChildProcess& child) {
        for (int i = 0; i < 6000 && !child.end(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (!child.end()) ADD_FAILURE() << "it did not end";
        return child.end().value_or(ChildEnd{});
    }
    std::string text_of(const fs::path& path) const {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
    fs::path output() const { return folder_ / "output.log"; }
};

TEST_F(Child, GetsNoDescriptorOfOurs) {
    const int file = inheritable();
    const std::string script = "ls /proc/$$/fd; true";
    EXPECT_EQ(run_to_end(shell(script)).text, "0\n1\n2\n");
    ChildProcess child(shell(script), output());
    EXPECT_TRUE(wait(child).succeeded());
    EXPECT_EQ(text_of(output()), "0\n1\n2\n");
    close(file);
}

TEST_F(Child, DoesNotHoldALockThatWeGaveUp) {
    const int file = inheritable();
    ASSERT_EQ(flock(file, LOCK_EX | LOCK_NB), 0);
    ChildProcess child(shell("sleep 600"), output());
    close(file);  // the last descriptor, unless the child has one
    const int again = inheritable();
    EXPECT_EQ(flock(again, LOCK_EX | LOCK_NB), 0);
    close(again);
    child.signal(SIGKILL);
    EXPECT_EQ(wait(child).signal, SIGKILL);
}

TEST_F(Child, WritesBothOutputsIntoTheFileThatItReplaces) {
    std::ofstream(output()) << "what an earlier child said, which was longer";
    ChildProcess child(shell("echo out; echo err >&2; exit 3"), output());
    EXPECT_EQ(wait(child).exit_status, 3);
    EXPECT_EQ(wait(child).exit_status, 3);  // as often as one asks
    EXPECT_EQ(text_of(output()), "out\nerr\n");
}

TEST_F(Child, RunsBesideUsInASessionOfItsOwn) {
    ChildProcess child(shell("sleep 600"), output());
    EXPECT_FALSE(child.end());
    EXPECT_EQ(getsid(child.id()), child.id());
    child.signal(SIGTERM);
    EXPECT_EQ(wait(child).signal, SIGTERM);
    child.signal(SIGTERM);  // of nothing
}

TEST_F(Child, IsAsNiceAsAsked) {
    const int ours = getpriority(PRIO_PROCESS, 0);
    ChildProcess child(shell("sleep 600"), output(), 3);
    EXPECT_EQ(getpriority(PRIO_PROCESS, static_cast<id_t>(child.id())), std::min(ours + 3, 19));
    child.signal(SIGKILL);
    wait(child);
}

TEST_F(Child, IsNotStartedWithoutItsProgramOrAPlaceForItsOutput) {
    EXPECT_EQ(error_of([&] {
                  ChildProcess child({folder_ / "progan", {}, {}}, output());
              }),
              (folder_ / "progan").string() + " could not be started: No such file or directory.");
    EXPECT_EQ(error_of([&] { ChildProcess child(shell("true"), folder_ / "missing/output.log"); }),
              (folder_ / "missing/output.log").string() + " cannot be written: No such file or directory.");
}

}  // namespace
}  // namespace progan
