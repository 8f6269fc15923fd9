#include "core/engine/event_queue.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/support/error.h"

namespace progan {
namespace {

FaceReady face(std::uint64_t request, Purpose purpose = Purpose::main_view) {
    FaceReady ready;
    ready.request_id = request;
    ready.purpose = purpose;
    return ready;
}

JobReport report(std::uint64_t id, std::int64_t done, JobReport::State state = JobReport::State::running) {
    return {id, state, {done, 10}, "", nullptr};
}

TEST(EventQueue, GivesEventsOnceAndInOrder) {
    EventQueue queue;
    queue.emit(TaskDone{1});
    queue.emit(PreviewFitting{1, 2});
    queue.emit(TaskDone{2});
    const std::vector<Event> events = queue.take_all();
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(std::get<TaskDone>(events[0]).id, 1u);
    EXPECT_TRUE(std::holds_alternative<PreviewFitting>(events[1]));
    EXPECT_EQ(std::get<TaskDone>(events[2]).id, 2u);
    EXPECT_TRUE(queue.take_all().empty());
}

TEST(EventQueue, WakesAfterEachEvent) {
    int wakes = 0;
    EventQueue queue([&] { ++wakes; });
    queue.emit(TaskDone{1});
    queue.emit(TaskDone{2});
    EXPECT_EQ(wakes, 2);
}

TEST(EventQueue, OnlyTheNewestFaceOfTheMainViewStays) {
    EventQueue queue;
    queue.emit(face(1));
    queue.emit(face(2, Purpose::thumbnails));
    queue.emit(face(3));
    queue.emit(face(4, Purpose::thumbnails));
    std::vector<std::uint64_t> requests;
    for (const Event& event : queue.take_all()) requests.push_back(std::get<FaceReady>(event).request_id);
    EXPECT_EQ(requests, (std::vector<std::uint64_t>{2, 3, 4}));
}

TEST(EventQueue, OnlyTheNewestProgressOfEachJobStays) {
    EventQueue queue;
    queue.emit(report(1, 1));
    queue.emit(report(2, 1));
    queue.emit(report(1, 2));
    queue.emit(report(2, 10, JobReport::State::finished));
    queue.emit(report(2, 0, JobReport::State::cancelled));  // an end is never dropped
    const std::vector<Event> events = queue.take_all();
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(std::get<JobReport>(events[0]).id, 1u);
    EXPECT_EQ(std::get<JobReport>(events[0]).progress.done, 2);
    EXPECT_EQ(std::get<JobReport>(events[1]).state, JobReport::State::finished);
}

TEST(EventQueue, OnlyTheNewestProgressOfAModelStays) {
    EventQueue queue;
    queue.emit(ModelProgress{1, 10, 20});
    queue.emit(ModelProgress{2, 1, 20});
    const std::vector<Event> events = queue.take_all();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(std::get<ModelProgress>(events[0]).id, 2u);
}

TEST(EventQueue, AnExceptionBecomesASentence) {
    EventQueue queue;
    try {
        throw Error("The disk is full.");
    } catch (...) {
        queue.emit_failure(Failure::What::task, 7);
    }
    const std::vector<Event> events = queue.take_all();
    const Failure& failure = std::get<Failure>(events.at(0));
    EXPECT_EQ(failure.id, 7u);
    EXPECT_EQ(failure.message, "The disk is full.");
}

TEST(EventQueue, AFaceIsWaitedForAndTakenOut) {
    EventQueue queue;
    queue.emit(TaskDone{1});
    std::thread worker([&] { queue.emit(face(5)); });
    const std::optional<FaceReady> ready = queue.wait_for_face(5, std::chrono::seconds(60));
    worker.join();
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->request_id, 5u);
    EXPECT_EQ(queue.take_all().size(), 1u);
    queue.emit(face(6));
    EXPECT_FALSE(queue.wait_for_face(5, std::chrono::microseconds(100)));
    EXPECT_EQ(queue.take_all().size(), 1u);
}

}  // namespace
}  // namespace progan
