// How large the window is at first and at least: both follow the scale of text and buttons. No state.
#pragma once

namespace progan {

/// In units of the window: pixels on X11, points where the system enlarges windows by itself (Wayland).
struct WindowSize {
    int width = 0, height = 0;
    bool operator==(const WindowSize&) const = default;
};

/// At scale 1. Below the smallest, panels would overlap.
inline constexpr WindowSize kFirstWindow{1280, 800}, kMinWindow{800, 500};

/// A size meant at scale 1 as it is at `scale`, but with its frame (borders and title bar) not larger than
/// the part of a display that windows may cover. A work area of 0 x 0 is not known and limits nothing.
WindowSize window_size(WindowSize at_scale_1, double scale, WindowSize work_area, WindowSize frame);
/// The other way: what the session keeps of a window that has this size.
WindowSize size_at_scale_1(WindowSize size, double scale);

}  // namespace progan
