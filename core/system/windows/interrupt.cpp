#include "core/system/interrupt.h"

#include <windows.h>

#include <atomic>
#include <cstdint>

namespace progan::system {
namespace {

constexpr std::uint32_t kSameWish = 2000;  // milliseconds

std::atomic<bool> interrupted = false;
std::atomic<std::uint64_t> interrupted_at = 0;
std::string_view said_when_stopping;

void CALLBACK say_stopping(void*, BOOLEAN) {
    DWORD written = 0;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), said_when_stopping.data(),
              static_cast<DWORD>(said_when_stopping.size()), &written, nullptr);
}

/// Windows calls it on a thread of its own. Whether that was all: otherwise Windows ends the program.
BOOL WINAPI note_event(DWORD) {
    if (interrupted.exchange(true)) return GetTickCount64() - interrupted_at <= kSameWish;
    interrupted_at = GetTickCount64();
    HANDLE timer = nullptr;
    CreateTimerQueueTimer(&timer, nullptr, say_stopping, nullptr, kSameWish, 0, WT_EXECUTEONLYONCE);
    return TRUE;
}

}  // namespace

void note_interrupts(std::string_view stopping) {
    said_when_stopping = stopping;
    SetConsoleCtrlHandler(note_event, TRUE);
}

bool was_interrupted() {
    return interrupted;
}

}  // namespace progan::system
