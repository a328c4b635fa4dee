/* SPDX-License-Identifier: MIT */
/* The catalogue marks every letter, so what has a plain one left was never looked up. */
#include "tests/ui/words.h"

#include "app/conditions.h"
#include "engine/kernels/kernels.h"

#include <adwaita.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#define OPENING "\342\237\246" /* the bracket at the beginning of every translation */

/* The same in every language: the program, the test's checkpoints and their description, precisions, GLib's units, and last,
 * as single letters, the two pictures that are compared. */
static const char *const names[] = {
  "Weft", "colours", "grey", "tiny", "F32", "f32", "bf16", "int8", "bytes", "KiB", "MiB", "GiB", "A", "B",
};

/* Said by GLib, GTK and libadwaita, which have catalogues of their own. */
static const char *const foreign[] = {
  "(None)", "1 byte", "Apply", "Clear entry", "Close", "Close the window", "Maximize", "Maximize the window",
  "Minimize", "Minimize the window", "No Results Found", "Search", "Search Results", "Search Shortcuts", "Search…", "Shortcuts",
  "Show All", "Try a different search", "Try a different search.", "_Show All",
};

typedef struct {
  guint n_plain;
  guint n_translated;
} Words;

void
test_words_set_language (void)
{
  const char *folder = g_getenv ("WEFT_TEST_LOCALEDIR");

  g_assert_nonnull (folder);
  g_assert_nonnull (setlocale (LC_ALL, "de_DE.UTF-8"));
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static gboolean
is_foreign (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (g_str_equal (text, foreign[i]))
      return TRUE;

  return FALSE;
}

/* Paths and files belong to the user, and hashes to them, processors to their makers, and kernels are called as in WEFT_KERNELS. */
static char *
dup_without_names (const char *text)
{
  g_autoptr (GRegex) paths = g_regex_new ("/[!-~]+|[!-~]+\\.png|[0-9a-f]{64}", 0, 0, NULL);
  g_autofree char *without = g_regex_replace_literal (paths, text, -1, 0, "", 0, NULL);
  g_autoptr (StudioConditions) machine = studio_conditions_read (NULL);
  GString *rest = g_string_new (without);

  g_string_replace (rest, machine->processor, "", 0);
  g_string_replace (rest, weft_kernels_get ()->name, "", 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_replace (rest, names[i], "", 0);

  return g_string_free (rest, FALSE);
}

static gboolean
has_plain_letters (const char *text)
{
  g_autofree char *rest = dup_without_names (text);

  for (const char *c = rest; *c != '\0'; c++)
    if (g_ascii_isalpha (*c))
      return TRUE;

  return FALSE;
}

static void
tell (GtkWidget *widget, const char *what, const char *text)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

      if (id != NULL || gtk_widget_get_parent (widget) == NULL)
        g_string_append_printf (path, " < %s %s", G_OBJECT_TYPE_NAME (widget), id != NULL ? id : "");
    }
  g_test_message ("never translated: “%s” (%s%s)", text, what, path->str);
}

static void
judge (Words *words, GtkWidget *widget, const char *what, const char *text)
{
  if (text == NULL || is_foreign (text))
    return;

  if (strstr (text, OPENING) != NULL)
    words->n_translated++;
  if (!has_plain_letters (text))
    return;

  words->n_plain++;
  tell (widget, what, text);
}

static void
judge_menu (Words *words, GtkWidget *widget, GMenuModel *menu)
{
  const char *const links[] = { G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU };

  if (menu == NULL)
    return;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        judge (words, widget, "menu", label);
      for (guint k = 0; k < G_N_ELEMENTS (links); k++)
        {
          g_autoptr (GMenuModel) link = g_menu_model_get_item_link (menu, i, links[k]);

          judge_menu (words, widget, link);
        }
    }
}

static void
judge_choices (Words *words, GtkWidget *widget, GListModel *choices)
{
  for (guint i = 0; choices != NULL && i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (GObject) choice = g_list_model_get_item (choices, i);

      if (GTK_IS_STRING_OBJECT (choice))
        judge (words, widget, "choice", gtk_string_object_get_string (GTK_STRING_OBJECT (choice)));
    }
}

static void
judge_accessible (Words *words, GtkWidget *widget)
{
  const GtkAccessibleProperty properties[] = { GTK_ACCESSIBLE_PROPERTY_LABEL, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                               GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT };
  const char *const what[] = { "accessible name", "accessible description", "accessible value" };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), properties[i]))
      {
        g_autofree char *text = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), properties[i], "");

        judge (words, widget, what[i], text);
      }
}

/* A string property of this name, where the widget has one. */
static void
judge_property (Words *words, GtkWidget *widget, const char *name)
{
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), name);
  g_autofree char *text = NULL;

  if (spec == NULL || spec->value_type != G_TYPE_STRING)
    return;

  g_object_get (widget, name, &text, NULL);
  judge (words, widget, name, text);
}

static void
judge_lists (Words *words, GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    judge_menu (words, widget, gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)));
  else if (ADW_IS_SPLIT_BUTTON (widget))
    judge_menu (words, widget, adw_split_button_get_menu_model (ADW_SPLIT_BUTTON (widget)));
  else if (GTK_IS_POPOVER_MENU (widget))
    judge_menu (words, widget, gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (widget)));
  else if (GTK_IS_DROP_DOWN (widget))
    judge_choices (words, widget, gtk_drop_down_get_model (GTK_DROP_DOWN (widget)));
  else if (ADW_IS_COMBO_ROW (widget))
    judge_choices (words, widget, adw_combo_row_get_model (ADW_COMBO_ROW (widget)));
}

static void
walk (Words *words, GtkWidget *widget)
{
  const char *const properties[] = { "title", "subtitle", "description", "tooltip-text", "placeholder-text" };

  if (GTK_IS_LABEL (widget))
    judge (words, widget, "label", gtk_label_get_text (GTK_LABEL (widget)));
  else
    judge_accessible (words, widget);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    judge_property (words, widget, properties[i]);
  judge_lists (words, widget);

  /* Keys have the names that GTK gives them. */
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk (words, child);
}

guint
test_words_count_plain (GtkWidget *root)
{
  Words words = { 0 };

  walk (&words, root);
  return words.n_plain;
}

guint
test_words_count_translated (GtkWidget *root)
{
  Words words = { 0 };

  walk (&words, root);
  return words.n_translated;
}
