"""The page shell: layout, navigation, languages, error pages, empty states; Chinese first, English complete."""
