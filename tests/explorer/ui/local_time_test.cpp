#include "app/explorer/ui/local_time.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

namespace progan {
namespace {

/// The time zone of this process, put back afterwards.
class TimeZone {
  public:
    explicit TimeZone(const char* zone) {
        if (const char* now = std::getenv("TZ")) before_ = now;
        setenv("TZ", zone, 1);
        tzset();
    }
    ~TimeZone() {
        if (before_)
            setenv("TZ", before_->c_str(), 1);
        else
            unsetenv("TZ");
        tzset();
    }

  private:
    std::optional<std::string> before_;
};

TEST(LocalTimeTest, TimesAreThoseOfTheClockOnTheWall) {
    const TimeZone zone("JST-9");
    EXPECT_EQ(local_time_text("2026-11-25T18:53:57Z"), "2026-11-26 03:53");
}

TEST(LocalTimeTest, WhatIsNoTimeStays) {
    EXPECT_EQ(local_time_text(""), "");
    EXPECT_EQ(local_time_text("yesterday"), "yesterday");
}

}  // namespace
}  // namespace progan
