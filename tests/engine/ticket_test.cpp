// Results as closures: run at the drain, on the caller's thread, as long as their ticket is there. Run under
// ThreadSanitizer too.
#include "core/engine/ticket.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/engine/engine.h"
#include "core/support/error.h"
#include "tests/engine/engine_fixture.h"

namespace progan {
namespace {

using test::CountingJob;
using test::face;
using test::Gate;

/// Counts to `total` and has a value: each number it reached, in a list.
class ListingJob : public JobOf<std::vector<int>> {
  public:
    explicit ListingJob(int total, std::function<void(int done)> on_step = {})
        : total_(total), on_step_(std::move(on_step)) {}
    std::string title() const override { return "Listing"; }
    JobProgress step() override {
        if (on_step_) on_step_(static_cast<int>(list_.size()));
        list_.push_back(static_cast<int>(list_.size()) + 1);
        return {static_cast<std::int64_t>(list_.size()), total_};
    }
    std::vector<int> value() override {
        if (total_ == 13) throw Error("Thirteen is not listed.");
        return list_;
    }
    std::optional<std::vector<int>> so_far() override {
        if (list_.size() % 2 == 1) return std::nullopt;
        return list_;
    }

  private:
    int total_;
    std::vector<int> list_;
    std::function<void(int)> on_step_;
};

using Numbers = std::vector<int>;

class TicketTest : public test::EngineFixture {
  protected:
    /// Until all that was put in before is done and drained.
    void settle() {
        bool settled = false;
        const Ticket last = engine_->run_task([] {}, [&](Result<void>) { settled = true; });
        poll_until([&] { return settled; });
    }

    static auto endless(Gate& begun) {
        return [&begun](std::shared_ptr<Generator>) {
            return std::make_unique<ListingJob>(1 << 30, [&begun](int) { begun.open(); });
        };
    }
};

TEST_F(TicketTest, AResultComesAtTheDrainOnTheCallersThread) {
    start();
    std::thread::id worked_on, done_on;
    std::optional<std::string> value;
    Gate worked;
    const Ticket ticket = engine_->run_task(
        [&] {
            worked_on = std::this_thread::get_id();
            return std::string("read");
        },
        [&](Result<std::string> result) {
            done_on = std::this_thread::get_id();
            value = *result;
        });
    const std::uint64_t after = engine_->run_task([&] { worked.open(); });
    EXPECT_NE(ticket.id(), 0u);
    worked.wait();
    EXPECT_FALSE(value);  // though it is there
    EXPECT_TRUE(ticket.pending());
    wait_for<TaskDone>([&](const TaskDone& task) { return task.id == after; });
    EXPECT_EQ(value, "read");
    EXPECT_FALSE(ticket.pending());
    EXPECT_EQ(done_on, std::this_thread::get_id());
    EXPECT_NE(worked_on, done_on);
    for (const TaskDone& task : all_of<TaskDone>()) EXPECT_EQ(task.id, after);  // the ticket's is no event
}

TEST_F(TicketTest, SeveralTicketsOfOneOwnerAreAllHeardOf) {
    start();
    std::vector<int> heard;
    Tickets tickets;
    EXPECT_FALSE(tickets.pending());
    const auto add = [&](int number) {
        tickets.add(engine_->run_task([] {}, [&heard, number](Result<void>) { heard.push_back(number); }));
    };
    Gate go;
    engine_->run_task([&] { go.wait(); });
    for (int i = 0; i < 3; ++i) add(i);
    EXPECT_TRUE(tickets.pending());
    go.open();
    settle();
    EXPECT_EQ(heard, (std::vector<int>{0, 1, 2}));
    EXPECT_FALSE(tickets.pending());
    add(3);
    settle();
    EXPECT_EQ(heard.back(), 3);
    add(4);
    tickets.reset();
    settle();
    EXPECT_EQ(heard.size(), 4u);
}

TEST_F(TicketTest, ErrorsArriveAsSentences) {
    start();
    std::vector<std::string> errors;
    const auto note = [&](const auto& result) {
        EXPECT_FALSE(result);
        EXPECT_FALSE(result.was_cancelled());
        errors.push_back(result.error());
    };
    const Ticket task = engine_->run_task([]() -> int { throw Error("No such file."); },
                                          [&](Result<int> result) { note(result); });
    const Ticket without_value = engine_->run_task([] { throw Error("The disk is full."); },
                                                   [&](Result<void> result) { note(result); });
    const Ticket unmade = engine_->start_job(
        [](std::shared_ptr<Generator>) -> std::unique_ptr<ListingJob> { throw Error("Cannot begin."); },
        {.done = [&](Result<Numbers> result) { note(result); }});
    const Ticket valueless =
        engine_->start_job([](std::shared_ptr<Generator>) { return std::make_unique<ListingJob>(13); },
                           {.done = [&](Result<Numbers> result) { note(result); }});
    poll_until([&] { return errors.size() == 4; });
    EXPECT_EQ(errors, (std::vector<std::string>{"No such file.", "The disk is full.", "Cannot begin.",
                                                "Thirteen is not listed."}));
    EXPECT_TRUE(all_of<Failure>().empty());
}

TEST_F(TicketTest, WithoutABackendJobsFailWithItsSentence) {
    EngineOptions without = options();
    without.open_backend = []() -> std::unique_ptr<Backend> { throw Error("no LibTorch here"); };
    engine_.emplace(std::move(without));
    std::string error;
    const Ticket ticket =
        engine_->start_job([](std::shared_ptr<Generator>) { return std::make_unique<ListingJob>(2); },
                           {.done = [&](Result<Numbers> result) { error = result.error(); }});
    poll_until([&] { return !error.empty(); });
    EXPECT_EQ(error, "no LibTorch here");
}

TEST_F(TicketTest, ClosuresAndEventsComeInTheOrderInWhichTheyHappened) {
    start();
    std::vector<std::string> seen;
    const auto note = [&](std::string what) { return [&seen, what](Result<void>) { seen.push_back(what); }; };
    const Ticket first = engine_->run_task([] {}, note("first"));
    engine_->run_task([] {});
    const Ticket second = engine_->run_task([] {}, note("second"));
    Gate done;
    engine_->run_task([&] { done.open(); });
    done.wait();
    engine_->run_task([] {});
    Drained all;
    while (all.events < 3) {
        const Drained drained = engine_->drain([&](const Event& event) {
            if (std::holds_alternative<TaskDone>(event)) seen.push_back("event");
        });
        all.events += drained.events;
        all.results += drained.results;
        std::this_thread::yield();
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"first", "event", "second", "event", "event"}));
    EXPECT_EQ(all.results, 2);
}

TEST_F(TicketTest, AJobsValueIsItsResult) {
    start();
    std::optional<Numbers> value;
    std::vector<std::int64_t> progress;
    std::vector<Numbers> so_far;
    const Ticket ticket =
        engine_->start_job([](std::shared_ptr<Generator>) { return std::make_unique<ListingJob>(5); },
                           {.progress =
                                [&](const JobReport& report) {
                                    EXPECT_EQ(report.text, "Listing");
                                    EXPECT_EQ(report.state, JobReport::State::running);
                                    progress.push_back(report.progress.done);
                                },
                            .so_far = [&](Numbers numbers) { so_far.push_back(std::move(numbers)); },
                            .done = [&](Result<Numbers> result) { value = std::move(*result); }},
                           JobRank::background);
    poll_until([&] { return value.has_value(); });
    EXPECT_EQ(value, (Numbers{1, 2, 3, 4, 5}));
    EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
    for (const Numbers& numbers : so_far) EXPECT_TRUE(numbers.size() == 2 || numbers.size() == 4);
    EXPECT_TRUE(all_of<JobReport>().empty());
}

TEST_F(TicketTest, AJobWithoutAValueGivesItsSentence) {
    start();
    std::atomic<int> alive = 0;
    std::string sentence;
    const Ticket ticket = engine_->start_job(
        [&](std::shared_ptr<Generator>) { return std::make_unique<CountingJob>(3, alive); },
        {.done = [&](Result<std::string> result) { sentence = *result; }});
    poll_until([&] { return !sentence.empty(); });
    EXPECT_EQ(sentence, "Counted.");
}

TEST_F(TicketTest, OfWhatThereIsSoFarTheNewestComesAndBeforeTheEnd) {
    start();
    Gate listed, go_on;
    std::vector<Numbers> so_far;
    bool cancelled = false;
    Ticket ticket = engine_->start_job(
        [&](std::shared_ptr<Generator>) {
            return std::make_unique<ListingJob>(100, [&](int done) {
                if (done != 5) return;
                listed.open();
                go_on.wait();
            });
        },
        {.so_far =
             [&](Numbers numbers) {
                 EXPECT_FALSE(cancelled);
                 so_far.push_back(std::move(numbers));
             },
         .done = [&](Result<Numbers> result) { cancelled = result.was_cancelled(); }});
    listed.wait();
    engine_->poll();
    EXPECT_EQ(so_far, (std::vector<Numbers>{{1, 2, 3, 4}}));
    ticket.cancel();
    go_on.open();
    poll_until([&] { return cancelled; });
    EXPECT_LE(so_far.size(), 2u);
}

TEST_F(TicketTest, ACancelledJobIsNeitherAValueNorAnError) {
    start();
    Gate begun;
    bool ended = false;
    Ticket ticket = engine_->start_job(endless(begun), {.done = [&](Result<Numbers> result) {
                                           ended = true;
                                           EXPECT_FALSE(result);
                                           EXPECT_TRUE(result.was_cancelled());
                                           EXPECT_EQ(result.error(), "");
                                       }});
    begun.wait();
    ticket.cancel();
    EXPECT_TRUE(ticket.pending());
    poll_until([&] { return ended; });
    EXPECT_FALSE(ticket.pending());
    ticket.cancel();  // once more: ignored
}

TEST_F(TicketTest, ADroppedTicketsCallbacksAreNotRun) {
    start();
    Gate running, go_on;
    int runs = 0;
    engine_->run_task([&] {
        running.open();
        go_on.wait();
    });
    running.wait();
    std::atomic<bool> saved = false;
    {
        const Ticket dropped = engine_->run_task([&] { saved = true; }, [&](Result<void>) { ++runs; });
    }
    Ticket reset = engine_->run_task([] { return 1; }, [&](Result<int>) { ++runs; });
    reset.reset();
    EXPECT_FALSE(reset.pending());
    EXPECT_EQ(reset.id(), 0u);
    Ticket replaced = engine_->run_task([] { throw Error("Not heard of."); }, [&](Result<void>) { ++runs; });
    replaced = engine_->run_task([] {}, [&](Result<void>) { runs += 10; });
    go_on.open();
    settle();
    EXPECT_EQ(runs, 10);
    EXPECT_TRUE(saved);  // the work itself is done
    EXPECT_TRUE(all_of<Failure>().empty());
    EXPECT_EQ(all_of<TaskDone>().size(), 1u);  // the one without a ticket
}

TEST_F(TicketTest, ATicketDroppedWhileTheWorkIsUnderWay) {
    start();
    Gate running, go_on;
    int runs = 0;
    Ticket task = engine_->run_task(
        [&] {
            running.open();
            go_on.wait();
            return 1;
        },
        [&](Result<int>) { ++runs; });
    running.wait();
    task.reset();
    go_on.open();
    settle();
    Gate begun;
    Ticket job = engine_->start_job(endless(begun), {.progress = [&](const JobReport&) { ++runs; },
                                                     .so_far = [&](Numbers) { ++runs; },
                                                     .done = [&](Result<Numbers>) { ++runs; }});
    begun.wait();
    job.abandon();
    // The next job's turn comes only when the abandoned one is gone.
    bool ended = false;
    const Ticket next =
        engine_->start_job([](std::shared_ptr<Generator>) { return std::make_unique<ListingJob>(2); },
                           {.done = [&](Result<Numbers>) { ended = true; }});
    poll_until([&] { return ended; });
    EXPECT_EQ(runs, 0);
    EXPECT_TRUE(all_of<JobReport>().empty());
}

TEST_F(TicketTest, ATicketDroppedBetweenTheEndAndTheDrain) {
    start();
    int runs = 0;
    Gate worked;
    Ticket ticket = engine_->run_task([] { return 1; }, [&](Result<int>) { ++runs; });
    engine_->run_task([&] { worked.open(); });
    worked.wait();
    ticket.reset();
    settle();
    EXPECT_EQ(runs, 0);
}

TEST_F(TicketTest, AClosureMayDropTicketsAndBeginMore) {
    start();
    std::vector<std::string> seen;
    Ticket own, other;
    Gate running, go_on;
    engine_->run_task([&] {
        running.open();
        go_on.wait();
    });
    running.wait();
    own = engine_->run_task(
        [] { return 1; },
        [&, kept = std::make_shared<int>(5)](Result<int>) {
            EXPECT_FALSE(own.pending());
            other.reset();  // its end is in the same drain
            own = engine_->run_task([] { return 2; },
                                    [&](Result<int> again) { seen.push_back(std::to_string(*again)); });
            EXPECT_TRUE(own.pending());
            seen.push_back(std::to_string(*kept));  // the closure is there until it returns
        });
    other = engine_->run_task([] {}, [&](Result<void>) { seen.push_back("other"); });
    Gate both;
    engine_->run_task([&] { both.open(); });
    go_on.open();
    both.wait();
    poll_until([&] { return seen.size() == 2; });
    EXPECT_EQ(seen, (std::vector<std::string>{"5", "2"}));
}

TEST_F(TicketTest, ProgressMayDropItsOwnTicket) {
    start();
    int reports = 0, more = 0;
    Gate begun;
    Ticket ticket = engine_->start_job(endless(begun), {.progress =
                                                            [&](const JobReport&) {
                                                                ++reports;
                                                                ticket.abandon();
                                                            },
                                                        .so_far = [&](Numbers) { ++more; },
                                                        .done = [&](Result<Numbers>) { ++more; }});
    poll_until([&] { return reports > 0; });
    bool ended = false;
    const Ticket next =
        engine_->start_job([](std::shared_ptr<Generator>) { return std::make_unique<ListingJob>(2); },
                           {.done = [&](Result<Numbers>) { ended = true; }});
    poll_until([&] { return ended; });
    EXPECT_EQ(reports, 1);
    EXPECT_EQ(more, 0);
}

TEST_F(TicketTest, SeveralAtOnceInAMap) {
    start();
    std::map<std::string, Ticket> reading;
    std::vector<std::string> read;
    for (const std::string name : {"a", "b", "c"})
        reading[name] = engine_->run_task([name] { return name + ".png"; },
                                          [&, name](Result<std::string> result) {
                                              reading.erase(name);  // its own ticket
                                              read.push_back(*result);
                                          });
    poll_until([&] { return reading.empty(); });
    EXPECT_EQ(read, (std::vector<std::string>{"a.png", "b.png", "c.png"}));
}

TEST_F(TicketTest, WorkAndValuesNeedNotBeCopied) {
    start();
    std::unique_ptr<int> value;
    auto kept = std::make_unique<int>(3);
    const Ticket ticket =
        engine_->run_task([own = std::move(kept)]() mutable { return std::move(own); },
                          [&, mark = std::make_unique<int>(4)](Result<std::unique_ptr<int>> result) {
                              value = std::move(*result);
                              *value += *mark;
                          });
    poll_until([&] { return value != nullptr; });
    EXPECT_EQ(*value, 7);
}

TEST_F(TicketTest, WorkIsDestroyedBeforeItsEndIsTold) {
    start();
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = held;
    int ends = 0;
    const auto end = [&](const auto&) {
        EXPECT_TRUE(watched.expired());
        ++ends;
    };
    const Ticket good = engine_->run_task([own = held] {}, [&](Result<void> result) { end(result); });
    const Ticket bad = engine_->run_task([own = std::exchange(held, nullptr)] { throw Error("Bad."); },
                                         [&](Result<void>) { ++ends; });
    Gate both;
    engine_->run_task([&] { both.open(); });
    both.wait();
    poll_until([&] { return ends == 2; });
}

TEST_F(TicketTest, TheEngineIsDestroyedWithTicketsAlive) {
    start();
    int runs = 0;
    std::atomic<int> saved = 0;
    Gate begun;
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = held;
    Ticket job = engine_->start_job(
        endless(begun), {.progress = [&](const JobReport&) { ++runs; },
                         .done = [&, own = std::exchange(held, nullptr)](Result<Numbers>) { ++runs; }});
    begun.wait();
    std::vector<Ticket> saving;
    for (int i = 0; i < 20; ++i)
        saving.push_back(engine_->run_task([&] { ++saved; }, [&](Result<void>) { ++runs; }));
    engine_.reset();
    EXPECT_EQ(saved, 20);
    EXPECT_EQ(runs, 0);
    EXPECT_TRUE(watched.expired());
    EXPECT_FALSE(job.pending());
    EXPECT_FALSE(saving[0].pending());
    job.cancel();
    job.reset();
    saving.clear();
}

TEST_F(TicketTest, AClosureThatHoldsATicketGoesWithTheEngine) {
    start();
    auto other = std::make_shared<Ticket>();
    Ticket ticket = engine_->run_task([] {}, [other](Result<void>) {});
    *other = engine_->run_task([] {}, [](Result<void>) {});
    other.reset();
    engine_.reset();
    EXPECT_FALSE(ticket.pending());
}

TEST(Ticket, OfNothing) {
    Ticket ticket;
    EXPECT_FALSE(ticket.pending());
    EXPECT_FALSE(ticket);
    EXPECT_EQ(ticket.id(), 0u);
    ticket.cancel();
    ticket.reset();
    ticket.abandon();
}

TEST(Ticket, Moves) {
    const auto table = std::make_shared<CallbackTable>([](std::uint64_t) {});
    int runs = 0;
    Ticket first = table->hold(1, {.progress = {}, .so_far = {}, .ended = [&](Ending) { ++runs; }});
    Ticket second = std::move(first);
    EXPECT_FALSE(first.pending());  // NOLINT(bugprone-use-after-move): it holds nothing any more
    EXPECT_EQ(first.id(), 0u);
    EXPECT_TRUE(second.pending());
    first.reset();
    EXPECT_EQ(table->deliver(TaskDone{1}), CallbackTable::Delivered::end);
    EXPECT_EQ(table->deliver(TaskDone{1}), CallbackTable::Delivered::not_held);
    EXPECT_EQ(runs, 1);
}

TEST(Ticket, TheEndOfADroppedOneIsNobodysEvent) {
    const auto table = std::make_shared<CallbackTable>([](std::uint64_t) {});
    Ticket ticket = table->hold(1, {.progress = {}, .so_far = {}, .ended = [](Ending) { FAIL(); }});
    ticket.reset();
    const JobReport running{1, JobReport::State::running, {}, "", nullptr};
    EXPECT_EQ(table->deliver(running), CallbackTable::Delivered::dropped);
    EXPECT_EQ(table->deliver(Failure{Failure::What::render, 1, ""}), CallbackTable::Delivered::not_held);
    EXPECT_EQ(table->deliver(Failure{Failure::What::job, 1, ""}), CallbackTable::Delivered::dropped);
    EXPECT_EQ(table->deliver(running), CallbackTable::Delivered::not_held);
}

}  // namespace
}  // namespace progan
