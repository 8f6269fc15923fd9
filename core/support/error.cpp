#include "core/support/error.h"

#include <exception>
#include <new>

namespace progan {

std::string current_error_sentence() noexcept {
    try {
        try {
            throw;
        } catch (const std::bad_alloc&) {
            return "There is not enough memory.";
        } catch (const std::exception& error) {
            return error.what();
        } catch (...) {
            return "An unknown error.";
        }
    } catch (...) {
        return {};  // not even the sentence could be copied
    }
}

}  // namespace progan
