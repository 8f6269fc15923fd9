# progan::rtmidi: Debian's RtMidi, by which knobs and faders of MIDI devices are heard, from ALSA's sequencer. The
# flags that its package asks for beside the folder would be those of JACK, and change how all else is compiled.
find_package(PkgConfig REQUIRED)
pkg_check_modules(RTMIDI REQUIRED rtmidi)
add_library(progan_rtmidi INTERFACE)
add_library(progan::rtmidi ALIAS progan_rtmidi)
target_include_directories(progan_rtmidi SYSTEM INTERFACE ${RTMIDI_INCLUDE_DIRS})
target_link_libraries(progan_rtmidi INTERFACE ${RTMIDI_LINK_LIBRARIES})
