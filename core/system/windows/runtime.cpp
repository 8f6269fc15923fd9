// Where mingw-w64's run-time libraries do otherwise than the rest of the program relies on.
#include <cxxabi.h>
#include <windows.h>

#include <cerrno>
#include <cwchar>

// Narrow text: here all of it is UTF-8, as in the rest of the program. The C library of Windows knows only
// the user's code page, and none at all before setlocale(). libstdc++ asks it for each path that is made of a
// std::string.
namespace {

constexpr auto kInvalid = static_cast<std::size_t>(-1), kIncomplete = static_cast<std::size_t>(-2);

/// Of a whole character; 0 if none begins so.
std::size_t length_of(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return 2;
    if (first < 0xF0) return 3;
    return first < 0xF5 ? 4 : 0;
}

std::size_t invalid() {
    errno = EILSEQ;
    return kInvalid;
}

}  // namespace

/// mbrtowc() as ISO C has it; the linker puts it in place of the library's. A character of two units of
/// UTF-16 is two: the first takes three of its bytes, the second the fourth; between them the state is the
/// second.
extern "C" std::size_t __wrap_mbrtowc(wchar_t* to, const char* from, std::size_t size,
                                      std::mbstate_t* state) {
    if (from == nullptr) return 0;
    if (size == 0) return kIncomplete;
    if (state != nullptr && *state != 0) {
        if (to != nullptr) *to = static_cast<wchar_t>(*state);
        *state = 0;
        return 1;
    }
    const std::size_t length = length_of(static_cast<unsigned char>(*from));
    if (length == 0) return invalid();
    if (length > size) return kIncomplete;
    wchar_t units[2] = {};
    const int count =
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, from, static_cast<int>(length), units, 2);
    if (count == 0 || (count == 2 && state == nullptr)) return invalid();
    if (to != nullptr) *to = units[0];
    if (count == 2) *state = units[1];
    if (units[0] == 0) return 0;
    return count == 2 ? length - 1 : length;
}

// At a thread's end its keys are destroyed in the order in which they were made: libstdc++'s, which destroys
// thread_local objects, must come before libgcc's, which frees the memory they lie in. Each is made when it
// is first used; so the first is used here, before all else.
__attribute__((constructor(101))) static void destroy_thread_locals_before_their_memory() {
    __cxxabiv1::__cxa_thread_atexit([](void*) {}, nullptr, nullptr);
}
