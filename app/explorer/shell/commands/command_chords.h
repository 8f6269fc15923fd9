// Chords in few words, for the tables of commands.
#pragma once

#include "app/explorer/features/settings/chord.h"

namespace progan {

inline Chord plain(int key) {
    return {.key = key};
}
inline Chord shift(int key) {
    return {.key = key, .shift = true};
}
inline Chord ctrl(int key) {
    return {.key = key, .ctrl = true};
}
inline Chord ctrl_shift(int key) {
    return {.key = key, .ctrl = true, .shift = true};
}
inline Chord alt(int key) {
    return {.key = key, .alt = true};
}
inline Chord typed(unsigned character) {
    return {.character = character};
}

}  // namespace progan
