// HDF5 files are read by another process: what comes of its crashes, its refusals and its limits.
#include "core/import/containers/hdf5_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "app/hdf5_reader/process_limits.h"
#include "core/import/import.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

namespace fs = std::filesystem;
using test::error_of;

const fs::path kModel = PROGAN_TEST_DATA "/checkpoints/good/keras_tuned/model_016x016-tuned.h5";

class Hdf5Reader : public test::InTemporaryFolder {
  protected:
    void TearDown() override { unsetenv("PROGAN_HDF5_READER"); }

    /// Puts a script in the place of the program that reads.
    void read_by(const std::string& script) {
        const fs::path path = folder_ / "reader";
        std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
        fs::permissions(path, fs::perms::owner_all);
        setenv("PROGAN_HDF5_READER", path.c_str(), 1);
    }
    static std::string sentence() {
        return error_of([] { open_any_model(kModel); });
    }
};

TEST_F(Hdf5Reader, GivesTensorsAndTextsByTheirPaths) {
    const Hdf5Contents contents = read_hdf5(InputFile(kModel), {});
    EXPECT_EQ(contents.texts.at("@backend"), "tensorflow");
    EXPECT_EQ(contents.texts.at("model_weights/conv2d@weight_names[]"),
              R"(["conv2d/kernel:0","conv2d/bias:0"])");
    EXPECT_EQ(contents.tensors.at("model_weights/conv2d/conv2d/kernel:0").shape,
              (std::vector<std::int64_t>{3, 3, 8, 8}));
    for (const auto& [path, tensor] : contents.tensors)
        EXPECT_EQ(path.find("optimizer"), std::string::npos) << path;
}

TEST_F(Hdf5Reader, ItsCrashIsASentence) {
    read_by("kill -SEGV $$");
    EXPECT_EQ(
        sentence(),
        kModel.string() + " is damaged: the HDF5 library crashed while reading it, in a separate process.");
}

TEST_F(Hdf5Reader, AskedToEndItDoesNotBlameTheFile) {
    for (const char* signal : {"INT", "TERM", "HUP"}) {
        read_by("kill -" + std::string(signal) + " $$");
        EXPECT_EQ(sentence(),
                  kModel.string() + " was not read, because the program that reads it was stopped.");
    }
}

TEST_F(Hdf5Reader, ItsEndAtALimitIsASentence) {
    read_by("kill -XCPU $$");
    EXPECT_EQ(sentence(),
              kModel.string() + " takes more time or memory to read than an HDF5 file of its size should.");
}

TEST_F(Hdf5Reader, WhatItSaysGoesBehindTheName) {
    read_by("printf 'is odd\\nand more.'; exit 1");
    EXPECT_EQ(sentence(), kModel.string() + " is odd?and more.");
}

TEST_F(Hdf5Reader, WhatItWritesIsNotTrusted) {
    for (const char* script : {"true", "echo nonsense", R"(printf '\002\0\0\0\0\0\0\0{}')"}) {
        read_by(script);
        EXPECT_EQ(sentence().find(kModel.string()), 0u) << script;
    }
}

TEST_F(Hdf5Reader, OneThatCannotRunIsSaid) {
    read_by("exit 127");
    EXPECT_NE(sentence().find("exit status 127"), std::string::npos) << sentence();
    setenv("PROGAN_HDF5_READER", "/nowhere/progan-read-hdf5", 1);
    EXPECT_EQ(sentence(), "/nowhere/progan-read-hdf5 could not be started: No such file or directory.");
}

TEST_F(Hdf5Reader, IsStoppedWithTheReading) {
    read_by("exec sleep 600");
    EXPECT_THROW(import_checkpoint(kModel, {}, [](std::int64_t, std::int64_t) { throw Cancelled(); }),
                 Cancelled);
}

class ProcessLimits : public testing::Test {
  protected:
    static Hdf5Limits small() {
        Hdf5Limits limits;
        limits.tensor_bytes = 1 << 20;
        limits.text_bytes = 1 << 20;
        limits.seconds = 1;
        return limits;
    }
};

TEST_F(ProcessLimits, NoMoreIsWrittenThanTheTensorsTake) {
    EXPECT_EXIT(
        {
            const int file = memfd_create("test", 0);
            limit_this_process(small());
            const std::string piece(1 << 20, 'x');
            for (int i = 0; i < 8; ++i)
                if (write(file, piece.data(), piece.size()) <= 0) break;
            _exit(1);
        },
        testing::KilledBySignal(SIGXFSZ), "");
}

TEST_F(ProcessLimits, NoMoreTimeIsTaken) {
    EXPECT_EXIT(
        {
            limit_this_process(small());
            volatile bool turning = true;
            while (turning) {
            }
        },
        testing::KilledBySignal(SIGKILL), "");
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)  // the sanitizers need more
TEST_F(ProcessLimits, NoMoreFilesAreOpened) {
    EXPECT_EXIT(
        {
            limit_this_process(small());
            int opened = 0;
            while (open("/dev/null", O_RDONLY) >= 0) ++opened;
            _exit(opened <= 2 ? 7 : 1);
        },
        testing::ExitedWithCode(7), "");
}

TEST_F(ProcessLimits, NoMoreMemoryIsTaken) {
    EXPECT_EXIT(
        {
            limit_this_process(small());
            void* memory = mmap(nullptr, std::size_t{1} << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            _exit(memory == MAP_FAILED ? 7 : 1);
        },
        testing::ExitedWithCode(7), "");
}
#endif

}  // namespace
}  // namespace progan
