// The engine's threads aside: work beside the worker, its results and its ends. Run under ThreadSanitizer
// too.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/support/error.h"
#include "tests/engine/engine_fixture.h"

namespace progan {
namespace {

using test::face;
using test::Gate;
using test::hold_at;

class AsideTest : public test::EngineFixture {
  protected:
    template <class T>
    static auto into(std::optional<Result<T>>& result) {
        return [&result](Result<T> value) { result = std::move(value); };
    }
};

TEST_F(AsideTest, TheResultComesWhileTheWorkerIsBusy) {
    Gate running, go_on;
    control_.on_generate = hold_at(1, running, go_on);
    start();
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(1));
    running.wait();
    std::optional<Result<std::thread::id>> result;
    const Ticket ticket = engine_->run_aside(
        [](const ProgressReport& progress) {
            progress(0, 1);
            return std::this_thread::get_id();
        },
        into(result));
    EXPECT_TRUE(ticket.pending());
    poll_until([&] { return result.has_value(); });
    ASSERT_TRUE(*result);
    EXPECT_NE(**result, std::this_thread::get_id());
    EXPECT_FALSE(ticket.pending());
    go_on.open();
    face_of(id);
}

TEST_F(AsideTest, AMomentDoesNotWaitForMinutesButTheThirdPieceWaits) {
    start();
    Gate slow_runs, slow_go_on, other_runs, other_go_on;
    std::vector<int> ended;
    const auto piece = [&](int number, Gate* runs, Gate* go_on) {
        return engine_->run_aside(
            [runs, go_on](const ProgressReport&) {
                if (runs) runs->open();
                if (go_on) go_on->wait();
            },
            [&ended, number](const Result<void>&) { ended.push_back(number); });
    };
    Tickets tickets;
    tickets.add(piece(1, &slow_runs, &slow_go_on));
    slow_runs.wait();
    tickets.add(piece(2, nullptr, nullptr));
    poll_until([&] { return !ended.empty(); });
    EXPECT_EQ(ended, std::vector<int>{2});
    tickets.add(piece(3, &other_runs, &other_go_on));
    other_runs.wait();
    tickets.add(piece(4, nullptr, nullptr));  // both threads are busy
    other_go_on.open();
    poll_until([&] { return ended.size() == 3; });
    EXPECT_EQ(ended, (std::vector<int>{2, 3, 4}));
    slow_go_on.open();
    poll_until([&] { return !tickets.pending(); });
}

TEST_F(AsideTest, ProgressIsHeardOf) {
    start();
    std::optional<JobProgress> heard;
    std::atomic<bool> was_heard = false;
    std::optional<Result<void>> result;
    const Ticket ticket = engine_->run_aside(
        [&was_heard](const ProgressReport& progress) {
            while (!was_heard) progress(3, 8);
        },
        into(result),
        [&](const JobReport& report) {
            heard = report.progress;
            was_heard = true;
        });
    poll_until([&] { return result.has_value(); });
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->done, 3);
    EXPECT_EQ(heard->total, 8);
}

TEST_F(AsideTest, AnErrorIsASentence) {
    start();
    std::optional<Result<int>> result;
    const Ticket ticket = engine_->run_aside(
        [](const ProgressReport&) -> int { throw Error("faces.pth is not a model."); }, into(result));
    poll_until([&] { return result.has_value(); });
    EXPECT_FALSE(*result);
    EXPECT_EQ(result->error(), "faces.pth is not a model.");
}

TEST_F(AsideTest, WhatRunsIsStoppedAtItsReportAndWhatWaitsNeverBegins) {
    start();
    Gate running, go_on, other_running, other_go_on;
    std::optional<Result<int>> first, second;
    bool second_began = false;
    const Ticket other = engine_->run_aside(
        [&](const ProgressReport&) {
            other_running.open();
            other_go_on.wait();
        },
        [](const Result<void>&) {});
    other_running.wait();
    Ticket one = engine_->run_aside(
        [&](const ProgressReport& progress) {
            running.open();
            go_on.wait();
            progress(1, 2);
            return 1;
        },
        into(first));
    Ticket two = engine_->run_aside(
        [&](const ProgressReport&) {
            second_began = true;
            return 2;
        },
        into(second));
    running.wait();
    two.cancel();
    one.cancel();
    go_on.open();
    poll_until([&] { return first.has_value() && second.has_value(); });
    other_go_on.open();
    EXPECT_TRUE(first->was_cancelled());
    EXPECT_TRUE(second->was_cancelled());
    EXPECT_FALSE(second_began);
    // The next piece is not stopped by what stopped the one before.
    std::optional<Result<int>> third;
    const Ticket ticket = engine_->run_aside(
        [](const ProgressReport& progress) {
            progress(0, 1);
            return 3;
        },
        into(third));
    poll_until([&] { return third.has_value(); });
    EXPECT_EQ(**third, 3);
}

TEST_F(AsideTest, TheEngineEndsWhateverRunsAside) {
    start();
    Gate running[2];
    bool waiting_began = false;
    Tickets tickets;
    for (Gate& gate : running)
        tickets.add(engine_->run_aside(
            [&gate](const ProgressReport& progress) {
                gate.open();
                while (true) progress(0, 1);  // ends only because the report throws
            },
            [](const Result<void>&) { FAIL() << "nobody is there to hear of it"; }));
    const Ticket last = engine_->run_aside([&](const ProgressReport&) { waiting_began = true; },
                                           [](const Result<void>&) { FAIL() << "it was dropped"; });
    for (Gate& gate : running) gate.wait();
    engine_.reset();
    EXPECT_FALSE(waiting_began);
}

}  // namespace
}  // namespace progan
