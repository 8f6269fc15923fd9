// The engine's policy, as tables: what waits, and what is done first.
#include "core/engine/schedule.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace progan {

void PrintTo(const Work& work, std::ostream* out) {
    *out << "kind " << static_cast<int>(work.kind) << ", purpose " << static_cast<int>(work.purpose)
         << ", job " << work.job;
}

namespace {

using std::chrono::milliseconds;

constexpr TimePoint kNow = TimePoint{} + std::chrono::hours(1);

const Work kNothing{};
const Work kTask{.kind = Work::Kind::task};
const Work kModelLoad{.kind = Work::Kind::model_load};
const Work kFitting{.kind = Work::Kind::fitting};

Work face(Purpose purpose) {
    return {.kind = Work::Kind::face, .purpose = purpose};
}
Work job(std::size_t index) {
    return {.kind = Work::Kind::job, .job = index};
}

WaitingJob in_turn(milliseconds ago = {}, bool cancelled = false) {
    return {JobRank::in_turn, cancelled, kNow - ago};
}
WaitingJob background(milliseconds ago = {}, bool cancelled = false) {
    return {JobRank::background, cancelled, kNow - ago};
}

/// With a model open, and nothing to do.
Waiting idle() {
    return {.backend = true, .generator = true};
}
Waiting with_faces(Waiting waiting, std::initializer_list<Purpose> purposes) {
    for (const Purpose purpose : purposes) waiting.faces[static_cast<std::size_t>(purpose)] = true;
    return waiting;
}
Waiting with_jobs(Waiting waiting, std::vector<WaitingJob> jobs) {
    waiting.jobs = std::move(jobs);
    return waiting;
}

/// The letters of what is done in so many slices, if nothing else changes: 0, 1, ... for jobs, b for
/// prefetching.
std::string slices(const Waiting& waiting, int count) {
    Turns turns;
    std::string result;
    for (int i = 0; i < count; ++i) {
        const Work work = next(waiting, kNow, turns);
        result += work.kind == Work::Kind::job       ? static_cast<char>('0' + work.job)
                  : work == face(Purpose::prefetch)  ? 'b'
                  : work.kind == Work::Kind::fitting ? 'f'
                                                     : '?';
    }
    return result;
}

struct Row {
    const char* name;
    Waiting waiting;
    Work expected;
};

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        Turns turns;
        EXPECT_EQ(next(row.waiting, kNow, turns), row.expected) << row.name;
    }
}

TEST(Schedule, TheMostUrgentGoesFirst) {
    // From a row to the next, the piece of work that was the most urgent is taken away.
    Waiting all = with_faces(with_jobs(idle(), {background()}),
                             {Purpose::main_view, Purpose::pair, Purpose::thumbnails, Purpose::levels,
                              Purpose::channels, Purpose::prefetch});
    all.task = all.model_load = all.fitting = true;
    const auto without = [&all](auto change) {
        change(all);
        return all;
    };
    const auto without_face = [&](Purpose purpose) {
        return without([&](Waiting& w) { w.faces[static_cast<std::size_t>(purpose)] = false; });
    };
    std::vector<Row> rows;
    rows.push_back({"everything", all, kTask});
    rows.push_back({"no task", without([](Waiting& w) { w.task = false; }), kModelLoad});
    rows.push_back({"no load", without([](Waiting& w) { w.model_load = false; }), face(Purpose::main_view)});
    rows.push_back({"no main view", without_face(Purpose::main_view), face(Purpose::pair)});
    rows.push_back({"no pair", without_face(Purpose::pair), face(Purpose::thumbnails)});
    rows.push_back({"no thumbnails", without_face(Purpose::thumbnails), face(Purpose::levels)});
    rows.push_back({"no levels", without_face(Purpose::levels), face(Purpose::channels)});
    rows.push_back({"no channels", without_face(Purpose::channels), kFitting});
    rows.push_back({"no fitting", without([](Waiting& w) { w.fitting = false; }), job(0)});
    rows.push_back({"no job", without([](Waiting& w) { w.jobs.clear(); }), face(Purpose::prefetch)});
    rows.push_back({"no baking", without_face(Purpose::prefetch), kNothing});
    check(rows);
}

TEST(Schedule, WithoutABackendModelsAndJobsAreRefusedAndFacesWait) {
    const Waiting closed{};
    Waiting load = closed, task = closed;
    load.model_load = task.task = true;
    check({{"nothing", closed, kNothing},
           {"a task", task, kTask},
           {"a load", load, kModelLoad},
           {"a face", with_faces(closed, {Purpose::main_view, Purpose::prefetch}), kNothing},
           {"a job", with_jobs(closed, {background()}), job(0)},
           {"a job beside baking", with_jobs(with_faces(closed, {Purpose::prefetch}), {in_turn()}), job(0)}});
    EXPECT_EQ(slices(with_jobs(with_faces(closed, {Purpose::prefetch}), {in_turn()}), 12), "000000000000");
}

TEST(Schedule, WithoutAModelOnlyCancelledJobsAreDone) {
    const Waiting modelless{.backend = true};
    check({{"a face", with_faces(modelless, {Purpose::main_view}), kNothing},
           {"a job", with_jobs(modelless, {in_turn(milliseconds(9000))}), kNothing},
           {"a cancelled one", with_jobs(modelless, {in_turn(), background({}, true)}), job(1)}});
}

TEST(Schedule, JobsInTurnGoInOrderAndBackgroundJobsInTurns) {
    check({{"two in turn", with_jobs(idle(), {in_turn(), in_turn(milliseconds(99))}), job(0)},
           {"behind one of the background", with_jobs(idle(), {background(milliseconds(99)), in_turn()}),
            job(1)},
           {"the one without a slice for longest",
            with_jobs(idle(), {background(milliseconds(1)), background(milliseconds(3)),
                               background(milliseconds(3)), background(milliseconds(2))}),
            job(1)},
           {"a cancelled one", with_jobs(idle(), {in_turn(), background(), background({}, true)}), job(2)}});
}

TEST(Schedule, EveryFourthSliceIsABackgroundJobs) {
    EXPECT_EQ(slices(with_jobs(idle(), {in_turn(), background()}), 12), "000100010001");
    EXPECT_EQ(slices(with_jobs(idle(), {background(), background(milliseconds(1)), in_turn()}), 8),
              "22212221");
}

TEST(Schedule, EveryTenthSliceBesideJobsIsForPrefetching) {
    const Waiting prefetching = with_faces(idle(), {Purpose::prefetch});
    EXPECT_EQ(slices(with_jobs(prefetching, {in_turn()}), 20), "000000000b000000000b");
    EXPECT_EQ(slices(with_jobs(prefetching, {background()}), 10), "000000000b");
    // The two shares are counted apart.
    EXPECT_EQ(slices(with_jobs(prefetching, {in_turn(), background()}), 20), "000100010b001000100b");
    EXPECT_EQ(slices(prefetching, 3), "bbb");
}

TEST(Schedule, TurnsAreOnlyCountedWhereTheyDecide) {
    Turns turns;
    const Waiting prefetching = with_faces(idle(), {Purpose::prefetch});
    Waiting busy = with_faces(with_jobs(prefetching, {in_turn(), background()}), {Purpose::main_view});
    for (int i = 0; i < 7; ++i) next(busy, kNow, turns);                            // a face
    for (int i = 0; i < 7; ++i) next(with_jobs(idle(), {in_turn()}), kNow, turns);  // no choice
    for (int i = 0; i < 7; ++i) next(prefetching, kNow, turns);
    for (int i = 0; i < 7; ++i) next(idle(), kNow, turns);
    EXPECT_EQ(turns.shared, 0);
    EXPECT_EQ(turns.beside_prefetching, 0);
}

TEST(Schedule, AJobLosesPatienceWithTheHand) {
    const Waiting drag = with_faces(idle(), {Purpose::main_view});
    const milliseconds more(1);
    check({{"patient", with_jobs(drag, {in_turn(kJobPatience)}), face(Purpose::main_view)},
           {"no longer", with_jobs(drag, {in_turn(kJobPatience + more)}), job(0)},
           {"the next in turn had a slice", with_jobs(drag, {in_turn(kJobPatience + more), in_turn()}),
            face(Purpose::main_view)},
           {"background, patient", with_jobs(drag, {background(kBackgroundPatience)}),
            face(Purpose::main_view)},
           {"background, no longer", with_jobs(drag, {background(kBackgroundPatience + more)}), job(0)},
           {"one of the background had a slice",
            with_jobs(drag, {background(kBackgroundPatience + more), background()}),
            face(Purpose::main_view)}});
    Waiting fitting = with_jobs(drag, {background(kBackgroundPatience + more)});
    fitting.fitting = true;
    check({{"the previews' fitting goes before it", fitting, face(Purpose::main_view)}});
}

TEST(Schedule, WhileTheHandMovesOnlyWhatItWaitsForIsDone) {
    const auto moving = [](Waiting waiting) {
        waiting.hand_moves = true;
        return waiting;
    };
    Waiting fitting = moving(idle()), task = moving(idle()), load = moving(idle());
    fitting.fitting = task.task = load.model_load = true;
    check({{"its face", moving(with_faces(idle(), {Purpose::main_view, Purpose::thumbnails})),
            face(Purpose::main_view)},
           {"faces to compare", moving(with_faces(idle(), {Purpose::pair})), face(Purpose::pair)},
           {"its face at the levels below",
            moving(with_faces(idle(), {Purpose::thumbnails, Purpose::levels})), face(Purpose::levels)},
           {"what its channels do", moving(with_faces(idle(), {Purpose::thumbnails, Purpose::channels})),
            face(Purpose::channels)},
           {"thumbnails", moving(with_faces(idle(), {Purpose::thumbnails})), kNothing},
           {"frames to bake", moving(with_faces(idle(), {Purpose::prefetch})), kNothing},
           {"fitting", fitting, kNothing},
           {"a job", moving(with_jobs(idle(), {in_turn(kJobPatience)})), kNothing},
           {"one that has waited long", moving(with_jobs(idle(), {in_turn(kJobPatience + milliseconds(1))})),
            job(0)},
           {"one to be ended", moving(with_jobs(idle(), {in_turn(), background({}, true)})), job(1)},
           {"a task", task, kTask},
           {"a model", load, kModelLoad}});
}

TEST(Schedule, PreviewsAreFittedBeforeBackgroundJobsAndAfterThoseInTurn) {
    Waiting fitting = idle();
    fitting.fitting = true;
    check({{"alone", fitting, kFitting},
           {"background", with_jobs(fitting, {background()}), kFitting},
           {"cancelled background", with_jobs(fitting, {background({}, true)}), job(0)},
           {"in turn", with_jobs(fitting, {background(), in_turn()}), job(1)},
           {"baking", with_faces(fitting, {Purpose::prefetch}), kFitting}});
    EXPECT_EQ(slices(with_jobs(with_faces(fitting, {Purpose::prefetch}), {in_turn()}), 11), "000000000b0");
}

TEST(Schedule, WhatEndsWorkThatIsUnderWay) {
    struct Case {
        const char* name;
        Waiting waiting;
        bool sharpening, prefetching, fitting;
    };
    Waiting load = idle(), task = idle(), moving = with_faces(idle(), {Purpose::thumbnails});
    load.model_load = task.task = moving.hand_moves = true;
    const std::vector<Case> cases{
        {"nothing", idle(), false, false, false},
        {"a newer face", with_faces(idle(), {Purpose::main_view}), true, true, true},
        {"thumbnails", with_faces(idle(), {Purpose::thumbnails}), false, true, true},
        {"frames to bake", with_faces(idle(), {Purpose::prefetch}), false, false, false},
        {"a moving hand", moving, false, true, true},
        {"a model", load, true, true, true},
        {"a task", task, false, true, true},
        {"a job", with_jobs(idle(), {in_turn()}), false, false, true},
        {"a background job", with_jobs(idle(), {background()}), false, false, false},
        {"one to be ended", with_jobs(idle(), {background({}, true)}), false, false, true},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(ends_sharpening(c.waiting), c.sharpening) << c.name;
        EXPECT_EQ(ends_prefetching(c.waiting), c.prefetching) << c.name;
        EXPECT_EQ(ends_fitting(c.waiting), c.fitting) << c.name;
    }
}

}  // namespace
}  // namespace progan
