// Looking on at a run: its log while it is being written, and who trains there.
#include "core/train/run_log.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "core/train/run_lock.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStart =
    R"({"event":"start","images":0,"level":0,"phase":"training","alpha":1,"total":500,)"
    R"("configuration":{"name":"Cats","resolution":32}})";
constexpr const char* kProgress =
    R"({"event":"progress","images":16,"level":1,"phase":"fade-in","alpha":0.25,"generator_loss":1.5,)"
    R"("discriminator_loss":0.5,"images_per_second":80})";
constexpr const char* kSnapshot =
    R"({"event":"snapshot","images":16,"level":1,"phase":"fade-in","alpha":0.25,"model":"snapshots/1.safetensors",)"
    R"("sheet":"samples/1.png"})";
constexpr const char* kFinish = R"({"event":"finish","images":500,"level":3,"phase":"training","alpha":1})";

class RunFollowerTest : public test::InTemporaryFolder {
  protected:
    void add(const std::string& text) const {
        std::ofstream(folder_ / "events.jsonl", std::ios::app) << text;
    }
};

TEST_F(RunFollowerTest, ReadsWhatIsAddedWhenItsLineIsWhole) {
    RunFollower follower(folder_);
    EXPECT_NE(test::error_of([&] { follower.refresh(); }).find("contains no training run"),
              std::string::npos);
    add(std::string(kStart) + "\n");
    EXPECT_TRUE(follower.refresh());
    EXPECT_FALSE(follower.refresh());
    EXPECT_EQ(follower.log().name, "Cats");
    EXPECT_EQ(follower.log().total, 500);
    EXPECT_EQ(follower.log().resolution, 32);
    add(std::string(kProgress).substr(0, 40));
    EXPECT_FALSE(follower.refresh());
    add(std::string(kProgress).substr(40) + "\n" + kSnapshot + "\n");
    EXPECT_TRUE(follower.refresh());
    ASSERT_EQ(follower.log().points.size(), 1u);
    EXPECT_EQ(follower.log().points[0].images, 16);
    EXPECT_TRUE(follower.log().points[0].fading);
    EXPECT_EQ(follower.log().points[0].alpha, 0.25);
    EXPECT_EQ(follower.log().points[0].generator_loss, 1.5);
    ASSERT_EQ(follower.log().snapshots.size(), 1u);
    EXPECT_EQ(follower.log().snapshots[0].sheet, folder_ / "samples/1.png");
    EXPECT_FALSE(follower.log().finished);
    add(std::string(kFinish) + "\n");
    EXPECT_TRUE(follower.refresh());
    EXPECT_TRUE(follower.log().finished);
}

TEST_F(RunFollowerTest, TellsWhichPicturesAreUsedAndWhatIsLeftOut) {
    const std::string begin =
        R"({"event":"start","images":0,"level":0,"phase":"training","alpha":1,"total":500,)"
        R"("configuration":{"resolution":32},"pictures":12)";
    add(begin + "}\n");  // as earlier versions wrote it
    RunFollower follower(folder_);
    follower.refresh();
    EXPECT_EQ(follower.log().pictures.used, 12);
    EXPECT_TRUE(follower.log().pictures.left_out.empty());
    add(R"({"event":"resume","images":0,"level":0,"phase":"training","alpha":1,"total":500,"pictures":11,)"
        R"("enlarged":1,"transparent":2,"unreadable":3,"left_out":["4 hidden pictures",5]})"
        "\n");
    follower.refresh();
    const RunPictures& pictures = follower.log().pictures;
    EXPECT_EQ(pictures.used, 11);
    EXPECT_EQ(pictures.enlarged, 1);
    EXPECT_EQ(pictures.transparent, 2);
    EXPECT_EQ(pictures.unreadable, 3);
    EXPECT_EQ(pictures.left_out, (std::vector<std::string>{"4 hidden pictures"}));
}

TEST_F(RunFollowerTest, TellsTheBestSnapshotAndWhatGoesWrong) {
    const auto snapshot = [](int level, const std::string& measured) {
        return R"({"event":"snapshot","images":16,"phase":"training","alpha":1,"model":"m","sheet":"s","level":)" +
               std::to_string(level) + measured + "}\n";
    };
    add(std::string(kStart) + "\n" + snapshot(1, "") + snapshot(2, R"(,"swd":20)") +
        snapshot(2, R"(,"swd":30)"));
    RunFollower follower(folder_);
    follower.refresh();
    EXPECT_FALSE(follower.log().snapshots[0].distance);
    EXPECT_EQ(follower.log().snapshots[1].distance, 20);
    EXPECT_EQ(follower.log().best, 1u);
    add(snapshot(3, R"(,"swd":50)") + snapshot(3, R"(,"swd":40)") +
        snapshot(3, R"(,"swd":45,"troubles":["collapse","of a later version"])"));
    follower.refresh();
    EXPECT_EQ(follower.log().best, 4u);  // sizes are not compared with each other
    EXPECT_TRUE(follower.log().snapshots[4].troubles.empty());
    EXPECT_EQ(follower.log().snapshots[5].troubles, std::vector<Trouble>{Trouble::collapse});
    EXPECT_FALSE(follower.log().retry);
    add(R"({"event":"retry","images":16,"level":3,"diverged_after":48})"
        "\n"
        R"({"event":"diverged","images":64,"level":3})"
        "\n");
    follower.refresh();
    ASSERT_TRUE(follower.log().retry);
    EXPECT_EQ(follower.log().retry->diverged_after, 48);
    EXPECT_EQ(follower.log().retry->from, 16);
    EXPECT_TRUE(follower.log().diverged);
}

TEST_F(RunFollowerTest, ARunThatWasFinishedStaysSoWhenItIsResumed) {
    const auto resumed = [](int images) {
        return R"({"event":"resume","images":)" + std::to_string(images) +
               R"(,"level":3,"phase":"training","alpha":1,"total":500})"
               "\n";
    };
    add(std::string(kStart) + "\n" + kFinish + "\n" + resumed(500));
    RunFollower follower(folder_);
    EXPECT_TRUE(follower.refresh());
    EXPECT_TRUE(follower.log().finished);
    add(resumed(496));
    EXPECT_TRUE(follower.refresh());
    EXPECT_FALSE(follower.log().finished);
}

TEST_F(RunFollowerTest, LinesThatMeanNothingArePassedOver) {
    add("no json\n[1]\n{}\n{\"event\":7}\n{\"event\":\"progress\",\"images\":\"many\",\"level\":0}\n");
    add("{\"event\":\"snapshot\",\"images\":1,\"level\":0}\n{\"event\":\"later\",\"images\":1,\"level\":0}"
        "\n\n");
    add(std::string(kStart) + "\n");
    RunFollower follower(folder_);
    EXPECT_TRUE(follower.refresh());
    EXPECT_EQ(follower.log().name, "Cats");
    EXPECT_TRUE(follower.log().points.empty());
    EXPECT_TRUE(follower.log().snapshots.empty());
}

TEST_F(RunFollowerTest, AFileThatWasReplacedIsReadAnew) {
    add(std::string(kStart) + "\n" + kProgress + "\n" + kFinish + "\n");
    RunFollower follower(folder_);
    follower.refresh();
    std::ofstream(folder_ / "new") << kStart << "\n" << kSnapshot << "\n";
    fs::rename(folder_ / "new", folder_ / "events.jsonl");
    EXPECT_TRUE(follower.refresh());
    EXPECT_TRUE(follower.log().points.empty());
    EXPECT_EQ(follower.log().snapshots.size(), 1u);
    EXPECT_FALSE(follower.log().finished);
}

using RunLockTest = test::InTemporaryFolder;

TEST_F(RunLockTest, IsHeldByOneProcessUntilItEnds) {
    EXPECT_FALSE(run_owner(folder_));
    int ready[2], done[2];
    ASSERT_EQ(pipe(ready), 0);
    ASSERT_EQ(pipe(done), 0);
    const pid_t child = fork();
    char byte = 0;
    if (child == 0) {
        const auto* lock = new RunLock(folder_);  // never destroyed: the process's end is enough
        (void)lock;
        if (write(ready[1], "x", 1) != 1 || read(done[0], &byte, 1) != 1) _exit(1);
        _exit(0);
    }
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    const std::optional<RunOwner> owner = run_owner(folder_);
    ASSERT_TRUE(owner);
    EXPECT_EQ(owner->process, child);
    EXPECT_FALSE(owner->machine.empty());
    EXPECT_NE(test::error_of([&] { RunLock lock(folder_); }).find("Another process is already training in"),
              std::string::npos);
    ASSERT_EQ(write(done[1], "x", 1), 1);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_FALSE(run_owner(folder_));
    const RunLock lock(folder_);
}

}  // namespace
}  // namespace progan
