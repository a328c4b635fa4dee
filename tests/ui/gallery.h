/* SPDX-License-Identifier: MIT */
/* A window that shows its gallery, and what is in it. */
#pragma once

#include "tests/ui/studio.h"

#include "ui/gallery-tile.h"

G_BEGIN_DECLS

/**
 * test_gallery_open: a studio that shows its gallery, with a library of its own.
 * @width: logical pixels, or 0 for the default size
 */
TestStudio *test_gallery_open (gint width);

UiGallery *test_gallery_get_view (TestStudio *studio);

/**
 * test_gallery_act: activates an action of the gallery.
 */
void test_gallery_act (TestStudio *studio, const char *action);

void test_gallery_set_source (TestStudio *studio, const char *source);

/**
 * test_gallery_paint: paints a picture, and waits until the history has it.
 */
void test_gallery_paint (TestStudio *studio, guint64 seed, double temperature);

/**
 * test_gallery_get_n: pictures that are shown.
 */
guint test_gallery_get_n      (TestStudio *studio);
void  test_gallery_wait_for_n (TestStudio *studio, guint n);

/**
 * test_gallery_get_seed: of the picture at @position.
 */
/* Marks the first two pictures, and waits until they are compared. */
void test_gallery_compare (TestStudio *studio);

guint64 test_gallery_get_seed (TestStudio *studio, guint position);

UiGalleryTile *test_gallery_get_tile (TestStudio *studio, guint position);

/* Predicates: whether a TestStudio's gallery shows pictures, or says why there are none. */
gboolean test_gallery_has_grid    (gpointer studio);
gboolean test_gallery_has_nothing (gpointer studio);

G_END_DECLS
