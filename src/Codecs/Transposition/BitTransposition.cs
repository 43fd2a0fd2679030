using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Transposition;

/// <summary>Between elements and their bit planes, one block at a time; chooses the path once, at start.</summary>
internal static unsafe class BitTransposition
{
    /// <summary>Bit planes to elements.</summary>
    /// <param name="planes">Plane <c>p</c> begins at <c>p · planeBytes</c>; only the live ones are read.</param>
    /// <param name="planeBytes">Bytes of a plane: elements / 8.</param>
    /// <param name="livePlanes">Planes from here on are zero.</param>
    /// <param name="elements">Receives planeBytes · 8 · elementBytes bytes.</param>
    /// <param name="elementBytes">1, 2, 4 or 8.</param>
    public static void ToElements(byte* planes, int planeBytes, int livePlanes, byte* elements, int elementBytes)
    {
        if (PlanesToElementsAvx512.IsSupported)
            PlanesToElementsAvx512.Run(planes, planeBytes, livePlanes, elements, elementBytes);
        else if (PlanesToElementsAvx2.IsSupported)
            PlanesToElementsAvx2.Run(planes, planeBytes, livePlanes, elements, elementBytes);
        else
            PlanesToElementsScalar.Run(planes, 0, planeBytes, planeBytes, livePlanes, elements, elementBytes);
    }

    /// <summary>Elements to bit planes.</summary>
    /// <param name="elements">planeBytes · 8 elements.</param>
    /// <param name="elementBytes">1, 2, 4 or 8.</param>
    /// <param name="planes">Receives 8 · elementBytes planes.</param>
    /// <param name="planeBytes">Bytes of a plane.</param>
    public static void ToPlanes(byte* elements, int elementBytes, byte* planes, int planeBytes)
    {
        int done = 0;
        if (Avx512BW.IsSupported && BitConverter.IsLittleEndian)
            done = ElementsToPlanesVector.Run512(elements, elementBytes, planes, planeBytes);
        else if (Avx2.IsSupported && BitConverter.IsLittleEndian)
            done = ElementsToPlanesVector.Run256(elements, elementBytes, planes, planeBytes);
        ElementsToPlanesScalar.Run(elements, elementBytes, planes, done, planeBytes);
    }
}
