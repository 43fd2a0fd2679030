namespace Ronchi.Pictures;

/// <summary>A straight piece of a stroke, in pixels; a dot where both ends are one.</summary>
internal readonly record struct Segment(double Row0, double Column0, double Row1, double Column1)
{
    /// <summary>Distance of a point from the nearest point of the piece.</summary>
    public double Distance(double row, double column)
    {
        var (rows, columns) = (Row1 - Row0, Column1 - Column0);
        var square = (rows * rows) + (columns * columns);
        var along = square > 0 ? Math.Clamp((((row - Row0) * rows) + ((column - Column0) * columns)) / square, 0, 1) : 0;
        var (down, right) = (row - Row0 - (along * rows), column - Column0 - (along * columns));
        return Math.Sqrt((down * down) + (right * right));
    }
}
