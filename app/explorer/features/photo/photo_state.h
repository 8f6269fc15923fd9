// A photo whose nearest face is looked for: where its eyes and mouth are, how far the search is, and what it
// found. Plain values that PhotoController changes; pictures are shared and never written to.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/face_anchors.h"
#include "core/support/clock.h"

namespace progan {

enum class PhotoStage { empty, reading, placing, searching, found };

/// What of the photo's frame the mouse holds: all of it, or a corner, which turns and scales it.
enum class PhotoGrip { none, frame, corner };

/// Of the course of a search.
struct PhotoCurvePoint {
    double part = 0;   ///< 0 to 1 of the work
    int side = 0;      ///< of the pictures that are compared
    double error = 0;  ///< the mean squared difference of their pixels, of the nearest face
};

struct PhotoFound {
    Latent latent;
    std::shared_ptr<const Image> crop, face;
    std::shared_ptr<const Image> heat;  ///< where the two differ
    double psnr = 0;                    ///< decibels
    std::size_t closeness = 0;          ///< PhotoProjector::closeness()
    std::size_t bank_faces = 0;
    bool complete = true;  ///< false: it was good enough before its end
    std::string model_sha256;
};

struct PhotoState {
    bool show = false;
    PhotoStage stage = PhotoStage::empty;
    std::string name;         ///< the photo's file name
    std::size_t waiting = 0;  ///< photos that come after it
    bool ready = false;       ///< the model is: a search begins at once
    std::size_t stops = 0;    ///< times that the search stood still for a drag
    std::string problem;      ///< why it goes no further, or empty

    // Placing.
    std::shared_ptr<const Image> picture;  ///< the photo, shrunk for the screen
    double scale = 1;                      ///< pixels of the photo for one of `picture`
    FaceAnchors anchors;                   ///< in the photo's pixels
    std::size_t active = 0;                ///< of the three anchors: the one that the arrow keys move
    PhotoGrip grip = PhotoGrip::none;
    std::shared_ptr<const Image> crop;     ///< as it would be compared; null if it cannot be
    std::shared_ptr<const Image> average;  ///< of the model's faces; null until it is made
    std::optional<FaceAnchors> of_model;   ///< in parts of the side; nothing: the person has to say
    FaceAnchors asked_of_model;            ///< what is about to be said
    float ghost = 0.5f;                    ///< how much of the average lies over the crop

    // Searching.
    bool preparing = false;       ///< the model is being made ready
    double part = 0;              ///< 0 to 1
    std::size_t evaluations = 0;  ///< faces made and gone back through so far
    Time began;
    std::vector<PhotoCurvePoint> curve;
    std::size_t candidates = 0;
    std::vector<Latent> leading;  ///< the nearest faces so far, nearest first
    bool ending = false;          ///< it is good enough

    std::optional<PhotoFound> found;
    bool heat_shown = false;
    bool used = false;  ///< it was made the current face
    bool kept = false;

    std::map<std::string, std::shared_ptr<const Image>> uploaded;  ///< the panel's textures, by key
};

}  // namespace progan
