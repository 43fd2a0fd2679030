using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Types;

namespace Ronchi.Sources.Storage;

/// <summary>Which HDF5 datasets hold frames that can be read, as what, and why others cannot.</summary>
internal static class FrameDatasets
{
    /// <summary>Refuses a dataset whose elements cannot be read.</summary>
    /// <exception cref="SourceException">The reason, in a sentence.</exception>
    /// <param name="dataset">The dataset.</param>
    /// <param name="member">The member of its elements that is read; null: they are numbers.</param>
    public static void CheckReadable(Hdf5Dataset dataset, Hdf5Member? member = null)
    {
        if (member is not null)
        {
            if (dataset.ObstacleOf(member) is { } obstacle)
                throw new SourceException(dataset.File.Path, $"'{member.Name}' of '{dataset.Path}' {obstacle}.");
        }
        else if (WhyNot(dataset) is { } problem)
            throw new SourceException(dataset.File.Path, $"'{dataset.Path}' {problem}.");
    }

    /// <summary>Why frames of a dataset cannot be read, to stand behind its name; null when they can.</summary>
    public static string? WhyNot(Hdf5Dataset dataset)
    {
        if (IsComplex(dataset.Type))
            return $"holds complex numbers ({dataset.Type}), which are not supported: choose a part with --dataset PATH/"
                + $"{dataset.Type.Members[0].Name} or PATH/{dataset.Type.Members[1].Name}, or store the absolute value";
        if (dataset.Type.Class == Hdf5TypeClass.Compound)
            return $"holds {dataset.Type}, which is not a number: choose a member with --dataset PATH/MEMBER";
        if (!dataset.Type.IsNumeric)
            return $"holds {dataset.Type}, which is not a number; frames can be integers of 8 to 64 bits or floats of 16, 32 or 64 bits";
        return dataset.Obstacle;
    }

    /// <summary>The member of compound elements that a path leads to; null: there is none.</summary>
    /// <param name="type">Type of the elements.</param>
    /// <param name="path">Names of the member and of members that it lies in, with <c>/</c> between them.</param>
    public static Hdf5Member? MemberOf(Hdf5Type type, string path)
    {
        var offset = 0;
        Hdf5Member? found = null;
        foreach (var name in path.Split('/'))
        {
            found = type.Members.FirstOrDefault(member => member.Name == name);
            if (found is null)
                return null;
            offset += found.Offset;
            type = found.Type;
        }

        return found! with { Offset = offset };
    }

    /// <summary>The type in which values are given: enumerations and bit fields as their integers, 16-bit floats as 32-bit ones.</summary>
    /// <param name="type">A numeric type.</param>
    public static ElementType TypeOf(Hdf5Type type) => (type.Class == Hdf5TypeClass.Float, type.Size, type.IsSigned && !type.IsBool) switch
    {
        (true, 8, _) => ElementType.F64,
        (true, _, _) => ElementType.F32,
        (_, 1, false) => ElementType.U8,
        (_, 2, false) => ElementType.U16,
        (_, 4, false) => ElementType.U32,
        (_, _, false) => ElementType.U64,
        (_, 1, true) => ElementType.I8,
        (_, 2, true) => ElementType.I16,
        (_, 4, true) => ElementType.I32,
        _ => ElementType.I64,
    };

    /// <summary>How values are stored where that is another type than the one in which they are given; null: it is the same.</summary>
    public static string? StoredAs(Hdf5Type type) =>
        type.IsHalf || !type.IsWhole || type.Class is Hdf5TypeClass.Enumeration or Hdf5TypeClass.BitField ? type.ToString() : null;

    // As h5py and others write them: r and i, real and imag, and Velox realFloatHalfEven and imagFloatHalfEven.
    private static bool IsComplex(Hdf5Type type) =>
        type.Class == Hdf5TypeClass.Compound && type.Members is [var real, var imaginary]
            && real.Name is ['r' or 'R', ..] && imaginary.Name is ['i' or 'I', ..]
            && (real.Name is ['r' or 'R'] || real.Name.StartsWith("re", StringComparison.OrdinalIgnoreCase))
            && real.Type.Class == Hdf5TypeClass.Float && imaginary.Type.Class == Hdf5TypeClass.Float;
}
