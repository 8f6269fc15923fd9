// Whatever the disk does, and whenever the program is killed: the next start finds what was there before the
// step that was under way, or after it, and nothing else. Every operation of a visit on the disk meets every
// fault, each in a process of its own.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>

#include "tests/faults/faulty_disk.h"
#include "tests/faults/visits.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;

constexpr int kAllDone = 0, kFoundOtherwise = 1, kFailed = 2;

class Faults : public InTemporaryFolder, public testing::WithParamInterface<VisitKind> {
  protected:
    struct Trial {
        int status = 0;         ///< how the process ended
        std::size_t steps = 0;  ///< that were done
        long operations = 0;
    };

    void SetUp() override {
        InTemporaryFolder::SetUp();
        shared_ = static_cast<Shared*>(
            mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
        ASSERT_NE(shared_, MAP_FAILED);
        expected_ = what_is_found_after_each_step();
    }
    void TearDown() override {
        munmap(shared_, sizeof(Shared));
        InTemporaryFolder::TearDown();
    }

    const VisitKind& kind() const { return GetParam(); }
    fs::path place() const { return folder_ / "place"; }

    void start_anew() const {
        fs::remove_all(place());
        fs::create_directories(place());
        kind().prepare(place());
    }

    std::vector<std::string> what_is_found_after_each_step() const {
        start_anew();
        std::vector<std::string> found;
        const Visit visit = kind().begin(place());
        found.push_back(kind().found(place()));
        for (const auto& step : visit.steps) {
            step();
            found.push_back(kind().found(place()));
        }
        return found;
    }

    /// Whether it is one of the two that are allowed once so many steps were done.
    bool is_old_or_new(const std::string& found, std::size_t done) const {
        return found == expected_[done] || (done + 1 < expected_.size() && found == expected_[done + 1]);
    }

    /// The visit in a process of its own, in a folder made for it.
    Trial visit_with(DiskFault fault, long at) const {
        start_anew();
        return go_on_with(fault, at, 0);
    }

    /// What is left of the visit after so many steps, in a process of its own and in the folder as it is.
    Trial go_on_with(DiskFault fault, long at, std::size_t done) const {
        *shared_ = {done, 0};
        const pid_t child = fork();
        if (child == 0) _exit(run(fault, at));
        int status = 0;
        waitpid(child, &status, 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), shared_->done,
                shared_->operations};
    }

    struct Shared {
        std::size_t done = 0;
        long operations = 0;
    };
    Shared* shared_ = nullptr;
    std::vector<std::string> expected_;

  private:
    int run(DiskFault fault, long at) const {
        plan_disk_fault(fault, at, place().string());
        Visit visit;
        while (visit.steps.empty()) try {
                visit = kind().begin(place());
            } catch (const std::exception&) {
                repair_disk();
            }
        while (shared_->done < visit.steps.size()) {
            if (!done_in_the_end(visit.steps[shared_->done])) return kFoundOtherwise;
            ++shared_->done;
            shared_->operations = disk_operations();
        }
        return kAllDone;
    }

    /// A step that fails leaves things as they were and can be tried again once there is room.
    bool done_in_the_end(const std::function<void()>& step) const {
        try {
            step();
        } catch (const std::exception&) {
            repair_disk();
            if (!is_old_or_new(kind().found(place()), shared_->done)) return false;
            step();
        }
        return true;
    }
};

/// Every operation meets the fault that ends the process. Returns how many there were.
TEST_P(Faults, WhenKilledTheOldOrTheNewIsThere) {
    for (const DiskFault fault : {DiskFault::killed, DiskFault::torn, DiskFault::power_lost}) {
        long at = 1;
        for (;; ++at) {
            const Trial trial = visit_with(fault, at);
            if (trial.status == kAllDone) break;
            ASSERT_EQ(trial.status, kEndedByDisk) << "operation " << at;
            std::string found;
            ASSERT_NO_THROW(found = kind().found(place())) << "operation " << at;
            ASSERT_TRUE(is_old_or_new(found, trial.steps))
                << "fault " << static_cast<int>(fault) << ", operation " << at << ", step " << trial.steps + 1
                << ": found " << found << "\nbefore: " << expected_[trial.steps]
                << "\nafter:  " << expected_[trial.steps + 1];
        }
        EXPECT_GT(at, static_cast<long>(expected_.size()));  // each step writes
        RecordProperty("operations", std::to_string(at - 1));
    }
}

class FaultsTwice : public Faults {};

/// Killed once, and killed again by the program that starts after it: at every operation of both. Each pair
/// of faults if PROGAN_FAULTS_LONG is set.
TEST_P(FaultsTwice, TheOldOrTheNewIsThere) {
    std::vector<DiskFault> faults{DiskFault::killed, DiskFault::torn, DiskFault::power_lost};
    if (!getenv("PROGAN_FAULTS_LONG")) faults = {DiskFault::torn};
    long trials = 0;
    for (const DiskFault first : faults)
        for (const DiskFault second : faults)
            for (long n = 1; visit_with(first, n).status != kAllDone; ++n) {
                const std::size_t steps = shared_->done;
                const fs::path kept = folder_ / "kept";
                fs::remove_all(kept);
                fs::copy(place(), kept, fs::copy_options::recursive);
                const std::size_t done = steps + (kind().found(place()) == expected_[steps] ? 0 : 1);
                for (long m = 1;; ++m, ++trials) {
                    fs::remove_all(place());
                    fs::copy(kept, place(), fs::copy_options::recursive);
                    const Trial trial = go_on_with(second, m, done);
                    const std::string found = kind().found(place());
                    if (trial.status == kAllDone) {
                        ASSERT_EQ(found, expected_.back()) << "operations " << n << " and " << m;
                        break;
                    }
                    ASSERT_EQ(trial.status, kEndedByDisk) << "operations " << n << " and " << m;
                    ASSERT_TRUE(is_old_or_new(found, trial.steps))
                        << "operations " << n << " and " << m << ": found " << found
                        << "\nbefore: " << expected_[trial.steps]
                        << "\nafter:  " << expected_[trial.steps + 1];
                }
            }
    EXPECT_GT(trials, static_cast<long>(expected_.size()));
    RecordProperty("trials", std::to_string(trials));
}

TEST_P(Faults, WhenTheDiskIsFullTheStepFailsAndSucceedsLater) {
    long at = 1;
    for (;; ++at) {
        const Trial trial = visit_with(DiskFault::full, at);
        ASSERT_EQ(trial.status, kAllDone) << "operation " << at << ", step " << trial.steps + 1;
        ASSERT_EQ(kind().found(place()), expected_.back()) << "operation " << at;
        if (trial.operations < at) break;
    }
    EXPECT_GT(at, static_cast<long>(expected_.size()));
}

INSTANTIATE_TEST_SUITE_P(Everything, Faults, testing::ValuesIn(all_visits()));

std::vector<VisitKind> visits_that_go_on() {
    std::vector<VisitKind> visits = all_visits();
    std::erase_if(visits, [](const VisitKind& kind) { return !kind.goes_on; });
    return visits;
}

INSTANTIATE_TEST_SUITE_P(Everything, FaultsTwice, testing::ValuesIn(visits_that_go_on()));

}  // namespace
}  // namespace progan::test
