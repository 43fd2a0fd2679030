using Ronchi.Codecs.Transposition;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>The transpositions one by one, whichever this machine would choose.</summary>
internal static unsafe class BitshufflePath
{
    public static TheoryData<string> Names => ["avx512", "avx2", "scalar"];

    public static void Require(string path)
    {
        bool supported = path switch
        {
            "avx512" => PlanesToElementsAvx512.IsSupported,
            "avx2" => PlanesToElementsAvx2.IsSupported,
            _ => true,
        };
        Assert.SkipUnless(supported, $"This processor (or this run's DOTNET_Enable… switches) has no '{path}' path.");
    }

    public static void ToElements(string path, ReadOnlySpan<byte> planes, int livePlanes, Span<byte> elements, int elementBytes)
    {
        int planeBytes = elements.Length / elementBytes / 8;
        fixed (byte* from = planes, to = elements)
        {
            switch (path)
            {
                case "avx512":
                    PlanesToElementsAvx512.Run(from, planeBytes, livePlanes, to, elementBytes);
                    break;
                case "avx2":
                    PlanesToElementsAvx2.Run(from, planeBytes, livePlanes, to, elementBytes);
                    break;
                default:
                    PlanesToElementsScalar.Run(from, 0, planeBytes, planeBytes, livePlanes, to, elementBytes);
                    break;
            }
        }
    }

    public static void ToPlanes(string path, ReadOnlySpan<byte> elements, int elementBytes, Span<byte> planes)
    {
        int planeBytes = elements.Length / elementBytes / 8;
        fixed (byte* from = elements, to = planes)
        {
            int done = path switch
            {
                "avx512" => ElementsToPlanesVector.Run512(from, elementBytes, to, planeBytes),
                "avx2" => ElementsToPlanesVector.Run256(from, elementBytes, to, planeBytes),
                _ => 0,
            };
            ElementsToPlanesScalar.Run(from, elementBytes, to, done, planeBytes);
        }
    }
}
