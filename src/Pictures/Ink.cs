namespace Ronchi.Pictures;

/// <summary>A colour on screen.</summary>
internal readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    public static Ink White => new(255, 255, 255);

    public static Ink Black => new(0, 0, 0);
}
