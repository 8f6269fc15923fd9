// What the dialog of a photo shows at each stage, and the buttons at its foot. Of the folder alone.
#pragma once

#include <imgui.h>

#include <functional>
#include <optional>

#include "app/explorer/features/photo/photo_controller.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// The same in every stage, so that the dialog stays where it is.
struct PhotoSizes {
    float width, height;  ///< of what is above the lines at the foot
    float column, main;   ///< widths: on the right, and what is left
};

PhotoSizes photo_sizes();

/// What stands on the right: it scrolls where there is little room. Followed by ImGui::EndChild().
void begin_photo_column(const PhotoSizes& sizes);

/// Two squares beside each other in the main part, with `below` free under them.
struct PhotoPair {
    float side, margin;  ///< of one, and of both from the left
};
PhotoPair photo_pair_in(const PhotoSizes& sizes, float below);
/// Wells where there is no picture.
void photo_pair(const PhotoPair& place, const char* left, ImTextureID left_picture, const char* right,
                ImTextureID right_picture);

/// Where the last item is: tests look at it, and the Tab key does not stop there.
void photo_item_for_tests(Panel& panel, const char* name);

/// Of the search, with the time left.
void photo_progress_bar(Panel& panel, float width);

/// The button that chooses another photo.
void browse_photo(Panel& panel, PhotoController& controller);

/// What a stage has for the dialog's last line.
struct PhotoFoot {
    std::optional<Answer> act;
    std::function<void()> does;    ///< when that was clicked
    std::function<void()> others;  ///< draws the other buttons
};

void photo_placing_stage(Panel& panel, PhotoController& controller, const PhotoSizes& sizes);
PhotoFoot photo_placing_foot(Panel& panel, PhotoController& controller);
void photo_searching_stage(Panel& panel, const PhotoSizes& sizes);
PhotoFoot photo_searching_foot(Panel& panel, PhotoController& controller);
void photo_found_stage(Panel& panel, const PhotoSizes& sizes);
PhotoFoot photo_found_foot(Panel& panel, PhotoController& controller);

}  // namespace progan
