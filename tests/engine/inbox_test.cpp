#include "core/engine/inbox.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>
#include <variant>

namespace progan {
namespace {

TEST(InboxTest, ARestComesOnceAfterEachPieceOfWork) {
    Inbox inbox;
    inbox.add_task([] {});
    EXPECT_TRUE(std::holds_alternative<Task>(*inbox.take(Readiness{})));
    EXPECT_TRUE(std::holds_alternative<Rest>(*inbox.take(Readiness{})));
    std::future<std::optional<Order>> next =
        std::async(std::launch::async, [&inbox] { return inbox.take(Readiness{}); });
    EXPECT_EQ(next.wait_for(kRests + kRests / 2), std::future_status::timeout) << "it rests once";
    inbox.add_task([] {});
    EXPECT_TRUE(std::holds_alternative<Task>(*next.get()));
    EXPECT_TRUE(std::holds_alternative<Rest>(*inbox.take(Readiness{})));
}

TEST(InboxTest, NoRestComesBeforeTheFirstWorkOrTheEnd) {
    Inbox inbox;
    std::future<std::optional<Order>> next =
        std::async(std::launch::async, [&inbox] { return inbox.take(Readiness{}); });
    EXPECT_EQ(next.wait_for(kRests + kRests / 2), std::future_status::timeout);
    inbox.stop();
    EXPECT_FALSE(next.get().has_value());
}

}  // namespace
}  // namespace progan
