// What an action says when it fails.
#pragma once

#include <functional>
#include <string>

#include "core/support/error.h"

namespace progan::test {

/// The sentence of the Error that the action throws, or "no error".
inline std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace progan::test
