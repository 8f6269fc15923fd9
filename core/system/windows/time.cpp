#include "core/system/time.h"

namespace progan::system {

std::tm local_calendar(std::time_t time) {
    std::tm calendar{};
    localtime_s(&calendar, &time);
    return calendar;
}

std::tm utc_calendar(std::time_t time) {
    std::tm calendar{};
    gmtime_s(&calendar, &time);
    return calendar;
}

}  // namespace progan::system
