#include "core/system/process.h"

// clang-format off
#include <windows.h>
#include <shellapi.h>
// clang-format on

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace progan::system {
namespace {

std::string utf8(const wchar_t* text) {
    return std::filesystem::path(text).string();
}

std::wstring wide(const std::string& text) {
    return std::filesystem::path(text).wstring();
}

}  // namespace

int process_id() {
    return static_cast<int>(GetCurrentProcessId());
}

bool is_running(int process) {
    HANDLE opened = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(process));
    if (opened == nullptr) return GetLastError() == ERROR_ACCESS_DENIED;
    DWORD end = 0;
    const bool runs = GetExitCodeProcess(opened, &end) && end == STILL_ACTIVE;
    CloseHandle(opened);
    return runs;
}

std::filesystem::path program_path(std::error_code& error) {
    std::vector<wchar_t> path(std::size_t{1} << 15);  // the longest
    const DWORD length = GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
    error.clear();
    if (length == 0 || length >= path.size())
        error.assign(static_cast<int>(GetLastError()), std::system_category());
    return error ? std::filesystem::path() : std::filesystem::path(path.data());
}

void run_again(char**) {}  // its C library would start another process

void yield_to_others(int) {
    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_LOWEST);
}

int usable_processors() {
    DWORD_PTR own = 0, all = 0;
    if (!GetProcessAffinityMask(GetCurrentProcess(), &own, &all)) return 1;
    return std::max(1, std::popcount(static_cast<std::uint64_t>(own)));
}

std::string kernel_text() {
    return "Windows, x86_64";
}

std::string machine_name() {
    std::array<wchar_t, MAX_COMPUTERNAME_LENGTH + 1> name{};
    DWORD size = static_cast<DWORD>(name.size());
    return GetComputerNameW(name.data(), &size) ? utf8(name.data()) : "";
}

std::optional<std::string> environment(const char* name) {
    const std::wstring wide_name = wide(name);
    std::vector<wchar_t> value(256);
    SetLastError(ERROR_SUCCESS);
    DWORD length = GetEnvironmentVariableW(wide_name.c_str(), value.data(), static_cast<DWORD>(value.size()));
    if (length >= value.size()) {
        value.resize(length + 1);
        length = GetEnvironmentVariableW(wide_name.c_str(), value.data(), static_cast<DWORD>(value.size()));
    }
    if (length == 0 && GetLastError() == ERROR_ENVVAR_NOT_FOUND) return std::nullopt;
    return utf8(value.data());
}

bool set_environment(const char* name, const std::string& value) {
    return SetEnvironmentVariableW(wide(name).c_str(), wide(value).c_str());
}

void unset_environment(const char* name) {
    SetEnvironmentVariableW(wide(name).c_str(), nullptr);
}

std::filesystem::path home_folder() {
    return environment("USERPROFILE").value_or("");
}

Arguments utf8_arguments(const Arguments& given) {
    int count = 0;
    wchar_t** wide_arguments = CommandLineToArgvW(GetCommandLineW(), &count);
    if (wide_arguments == nullptr) return given;
    static std::vector<std::string> texts;
    static std::vector<char*> addresses;
    texts.assign(static_cast<std::size_t>(count), {});
    addresses.clear();
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = utf8(wide_arguments[i]);
    for (std::string& text : texts) addresses.push_back(text.data());
    addresses.push_back(nullptr);
    LocalFree(wide_arguments);
    return {count, addresses.data()};
}

}  // namespace progan::system
