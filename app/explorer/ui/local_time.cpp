#include "app/explorer/ui/local_time.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace progan {

std::string local_time_text(const std::string& utc) {
    std::tm fields{};
    if (std::sscanf(utc.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &fields.tm_year, &fields.tm_mon, &fields.tm_mday,
                    &fields.tm_hour, &fields.tm_min, &fields.tm_sec) != 6)
        return utc;
    fields.tm_year -= 1900;
    fields.tm_mon -= 1;
    const std::time_t time = timegm(&fields);
    std::tm local{};
    std::array<char, 32> text{};
    if (!localtime_r(&time, &local) || std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local) == 0)
        return utc;
    return text.data();
}

}  // namespace progan
