"""The backup's file: one zip with a manifest. Knows neither Django nor what day it is."""
