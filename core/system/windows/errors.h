// Windows' reasons as errno knows them. Internal to core/system/windows.
#pragma once

namespace progan::system {

/// Sets errno to what GetLastError() says.
void note_last_error();

}  // namespace progan::system
