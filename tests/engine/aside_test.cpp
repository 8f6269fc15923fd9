// The engine's second thread: work beside the worker, its results and its ends. Run under ThreadSanitizer
// too.
#include <gtest/gtest.h>

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

TEST_F(AsideTest, PiecesRunInTheirOrder) {
    start();
    std::vector<int> order;
    std::optional<Result<int>> last;
    Tickets tickets;
    for (int i = 0; i < 3; ++i)
        tickets.add(engine_->run_aside(
            [&order, i](const ProgressReport&) {
                order.push_back(i);
                return i;
            },
            [&last](Result<int> value) { last = std::move(value); }));
    poll_until([&] { return !tickets.pending(); });
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
    EXPECT_EQ(**last, 2);
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
    Gate running, go_on;
    std::optional<Result<int>> first, second;
    bool second_began = false;
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
    Gate running;
    bool waiting_began = false;
    const Ticket one = engine_->run_aside(
        [&](const ProgressReport& progress) {
            running.open();
            while (true) progress(0, 1);  // ends only because the report throws
        },
        [](Result<void>) { FAIL() << "nobody is there to hear of it"; });
    const Ticket two = engine_->run_aside([&](const ProgressReport&) { waiting_began = true; },
                                          [](Result<void>) { FAIL() << "it was dropped"; });
    running.wait();
    engine_.reset();
    EXPECT_FALSE(waiting_began);
}

}  // namespace
}  // namespace progan
