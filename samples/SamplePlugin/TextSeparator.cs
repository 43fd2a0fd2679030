namespace SamplePlugin;

/// <summary>What stands between two numbers of a text.</summary>
public enum TextSeparator
{
    /// <summary>Blanks, tabs and line ends.</summary>
    Space,

    /// <summary>A comma, as in files of spreadsheets.</summary>
    Comma,

    /// <summary>A semicolon, where the comma is the decimal sign.</summary>
    Semicolon,
}
