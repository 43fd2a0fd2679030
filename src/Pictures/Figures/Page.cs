using System.Runtime.InteropServices;
using SkiaSharp;

namespace Ronchi.Pictures;

/// <summary>An RGB page to draw on. Pictures are copied as they are; shapes and text are drawn by Skia, with smooth edges.</summary>
internal sealed class Page : IDisposable
{
    private const int Channels = 4;   // red, green, blue, and one that is always full

    private readonly SKBitmap _bitmap;

    /// <summary>A page of one colour.</summary>
    /// <exception cref="ArgumentException">It would exceed 2 GB.</exception>
    /// <exception cref="PlatformNotSupportedException">The drawing library cannot be loaded.</exception>
    public Page(int rows, int columns, SKColor paper)
    {
        if ((long)rows * columns * Channels > Array.MaxLength)
            throw new ArgumentException($"A picture of {rows} × {columns} pixels is too large.", nameof(rows));
        DrawingLibrary.Require();
        _bitmap = new(new SKImageInfo(columns, rows, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Canvas = new(_bitmap);
        Canvas.Clear(paper);
    }

    /// <summary>What Skia draws on. Coordinates are (column, row); the pixel in the corner reaches from 0 to 1.</summary>
    public SKCanvas Canvas { get; }

    public int Rows => _bitmap.Height;

    public int Columns => _bitmap.Width;

    /// <summary>Draws over the pixels of a picture.</summary>
    public static void DrawOver(Picture picture, Action<Page> draw)
    {
        using var page = new Page(picture.Rows, picture.Columns, SKColors.Black);
        page.Place(0, 0, picture);
        draw(page);
        page.ToRgb().CopyTo(picture.Rgb.AsSpan());
    }

    /// <summary>Copies a picture.</summary>
    public void Place(int top, int left, Picture picture)
    {
        var pixels = _bitmap.GetPixelSpan();
        for (var row = 0; row < picture.Rows; row++)
        {
            var from = picture.Rgb.AsSpan(row * picture.Columns * 3, picture.Columns * 3);
            var to = pixels.Slice(((top + row) * _bitmap.RowBytes) + (left * Channels), picture.Columns * Channels);
            for (var column = 0; column < picture.Columns; column++)
            {
                from.Slice(column * 3, 3).CopyTo(to[(column * Channels)..]);
                to[(column * Channels) + 3] = 255;
            }
        }

        _bitmap.NotifyPixelsChanged();
    }

    /// <summary>Fills a rectangle of whole pixels.</summary>
    public void Fill(int top, int left, int rows, int columns, SKColor color)
    {
        using var paint = new SKPaint { Color = color };
        Canvas.DrawRect(left, top, columns, rows, paint);
    }

    /// <summary>Red, green, blue of each pixel; rows one after the other.</summary>
    public byte[] ToRgb()
    {
        Canvas.Flush();
        var pixels = _bitmap.GetPixelSpan();
        var rgb = new byte[Rows * Columns * 3];
        for (var row = 0; row < Rows; row++)
        {
            var line = MemoryMarshal.Cast<byte, uint>(pixels.Slice(row * _bitmap.RowBytes, Columns * Channels));
            var to = rgb.AsSpan(row * Columns * 3);
            for (var column = 0; column < Columns; column++)
                (
                    to[column * 3],
                    to[(column * 3) + 1],
                    to[(column * 3) + 2]) = ((byte)line[column], (byte)(line[column] >> 8), (byte)(line[column] >> 16));
        }

        return rgb;
    }

    public void Dispose()
    {
        Canvas.Dispose();
        _bitmap.Dispose();
    }
}
