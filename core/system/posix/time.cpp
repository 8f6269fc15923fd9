#include "core/system/time.h"

namespace progan::system {

std::tm local_calendar(std::time_t time) {
    std::tm calendar{};
    ::localtime_r(&time, &calendar);
    return calendar;
}

std::tm utc_calendar(std::time_t time) {
    std::tm calendar{};
    ::gmtime_r(&time, &calendar);
    return calendar;
}

}  // namespace progan::system
