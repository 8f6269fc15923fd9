// The calendar. Any thread.
#pragma once

#include <ctime>

namespace progan::system {

std::tm local_calendar(std::time_t time);
std::tm utc_calendar(std::time_t time);

}  // namespace progan::system
