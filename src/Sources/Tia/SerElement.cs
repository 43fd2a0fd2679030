using System.Buffers.Binary;
using Ronchi.Frames;

namespace Ronchi.Sources.Tia;

/// <summary>What stands before the pixels of each element: calibration, type and shape.</summary>
/// <param name="Axes">Calibration of each axis, the fastest first.</param>
/// <param name="TypeNumber">Number of the type.</param>
internal readonly record struct SerElement(SerDimension[] Axes, int TypeNumber)
{
    private const int AxisBytes = 20;

    /// <summary>Bytes before the pixels.</summary>
    /// <param name="axes">1 of spectra, 2 of images.</param>
    public static int HeaderBytes(int axes) => (axes * AxisBytes) + 2 + (axes * 4);

    /// <summary>Shape of a frame; one axis of spectra.</summary>
    public Extent Detector => new([.. Axes.Reverse().Select(static axis => axis.Length)]);

    /// <summary>Type of the pixels; null: complex, or not known.</summary>
    public ElementType? Type => TypeNumber switch
    {
        1 => ElementType.U8,
        2 => ElementType.U16,
        3 => ElementType.U32,
        4 => ElementType.I8,
        5 => ElementType.I16,
        6 => ElementType.I32,
        7 => ElementType.F32,
        8 => ElementType.F64,
        _ => null,
    };

    /// <summary>Whether the pixels are complex numbers.</summary>
    public bool IsComplex => TypeNumber is 9 or 10;

    /// <summary>Reads a header of <see cref="HeaderBytes"/>.</summary>
    public static SerElement Read(ReadOnlySpan<byte> header, int axes)
    {
        var about = header[(axes * AxisBytes)..];
        var calibration = new SerDimension[axes];
        for (var axis = 0; axis < axes; axis++)
        {
            var at = header[(axis * AxisBytes)..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(about[(2 + (axis * 4))..]);
            calibration[axis] = new(
                length,
                BinaryPrimitives.ReadDoubleLittleEndian(at),
                BinaryPrimitives.ReadDoubleLittleEndian(at[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(at[16..]),
                "",
                "");
        }

        return new(calibration, BinaryPrimitives.ReadUInt16LittleEndian(about));
    }
}
