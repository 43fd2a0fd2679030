using System.Text.Json;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Zarr;

/// <summary>A store of version 3 with shards (<c>.zarr</c>); images and series of images are OME-Zarr 0.5 at the same time.</summary>
/// <param name="folder">The store.</param>
/// <param name="data">What it holds.</param>
internal sealed class ShardedStore(StoreFolder folder, SinkDescription data)
{
    // What is called otherwise in UDUNITS, as OME-Zarr has it.
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["Å"] = "angstrom", ["pm"] = "picometer", ["nm"] = "nanometer", ["µm"] = "micrometer", ["mm"] = "millimeter", ["m"] = "meter",
        ["ns"] = "nanosecond", ["µs"] = "microsecond", ["ms"] = "millisecond", ["s"] = "second", ["min"] = "minute", ["h"] = "hour",
    };

    private readonly bool _isImage = data.Shape.Scan.Rank <= 1 && data.Shape.Detector.Rank == 2;

    /// <summary>Path of the frames.</summary>
    public string Frames => _isImage ? "0" : "data";

    /// <summary>Writes everything but the frames.</summary>
    /// <param name="array">The array of the frames.</param>
    /// <param name="settings">How its chunks are encoded.</param>
    public void Write(ZarrArray array, BloscSettings settings)
    {
        folder.Write("zarr.json", StoreDocument.Of(json =>
        {
            json.WriteNumber("zarr_format", 3);
            json.WriteString("node_type", "group");
            json.Object("attributes", attributes =>
            {
                if (_isImage)
                    attributes.Object("ome", Image);
                attributes.CarriedScan(CarriedScan.Of(data), data.ElementType);
            });
        }));
        folder.Write($"{array.Path}/zarr.json", StoreDocument.Of(json => Description(json, array, settings)));
    }

    private void Image(Utf8JsonWriter ome)
    {
        ome.WriteString("version", "0.5");
        ome.WriteStartArray("multiscales");
        ome.WriteStartObject();
        ome.WriteStartArray("axes");
        string[] names = data.Shape.Scan.Rank == 1 ? ["t", "y", "x"] : ["y", "x"];
        for (var i = 0; i < names.Length; i++)
        {
            ome.WriteStartObject();
            ome.WriteString("name", names[i]);
            ome.WriteString("type", names[i] == "t" ? "time" : "space");
            if (AxisAt(i) is { IsCalibrated: true } axis)
                ome.WriteString("unit", Units.GetValueOrDefault(axis.Unit, axis.Unit));
            ome.WriteEndObject();
        }

        ome.WriteEndArray();
        ome.WriteStartArray("datasets");
        ome.WriteStartObject();
        ome.WriteString("path", Frames);
        ome.WriteStartArray("coordinateTransformations");
        Transformation(ome, "scale", names.Length, static axis => axis.Scale);
        Transformation(ome, "translation", names.Length, static axis => axis.Offset);
        ome.WriteEndArray();
        ome.WriteEndObject();
        ome.WriteEndArray();
        ome.WriteEndObject();
        ome.WriteEndArray();
    }

    private void Transformation(Utf8JsonWriter ome, string kind, int axes, Func<Axis, double> number)
    {
        ome.WriteStartObject();
        ome.WriteString("type", kind);
        ome.WriteStartArray(kind);
        for (var i = 0; i < axes; i++)
            ome.WriteNumberValue(number(AxisAt(i)));
        ome.WriteEndArray();
        ome.WriteEndObject();
    }

    private Axis AxisAt(int i) => data.Info.Axes.Length == data.Shape.Full.Rank ? data.Info.Axes[i] : new("");

    private void Description(Utf8JsonWriter json, ZarrArray array, BloscSettings settings)
    {
        json.WriteNumber("zarr_format", 3);
        json.WriteString("node_type", "array");
        json.Numbers("shape", array.Shape);
        json.WriteString("data_type", data.ElementType.Name());
        json.WriteNumber("fill_value", 0);
        json.Object("chunk_grid", grid =>
        {
            grid.WriteString("name", "regular");
            grid.Object("configuration", inner => inner.Numbers(
                "chunk_shape", array.Chunk.Zip(array.Shards!.Chunks, static (chunk, count) => chunk * count)));
        });
        json.Object("chunk_key_encoding", static keys =>
        {
            keys.WriteString("name", "default");
            keys.Object("configuration", static inner => inner.WriteString("separator", "/"));
        });
        json.WriteStartArray("codecs");
        Codec(json, "sharding_indexed", sharding =>
        {
            sharding.Numbers("chunk_shape", array.Chunk);
            sharding.WriteStartArray("codecs");
            Codec(sharding, "bytes", static bytes => bytes.WriteString("endian", "little"));
            Codec(sharding, "blosc", blosc =>
            {
                blosc.WriteString("cname", "lz4");
                blosc.WriteNumber("clevel", 5);
                blosc.WriteString("shuffle", settings.Shuffle == BloscShuffle.Bits ? "bitshuffle" : "shuffle");
                blosc.WriteNumber("typesize", settings.ElementBytes);
                blosc.WriteNumber("blocksize", 0);
            });
            sharding.WriteEndArray();
            sharding.WriteStartArray("index_codecs");
            Codec(sharding, "bytes", static bytes => bytes.WriteString("endian", "little"));
            Codec(sharding, "crc32c", configuration: null);
            sharding.WriteEndArray();
            sharding.WriteString("index_location", "end");
        });
        json.WriteEndArray();
        if (data.Info.Axes.Length == data.Shape.Full.Rank)
        {
            json.WriteStartArray("dimension_names");
            foreach (var axis in data.Info.Axes)
                json.WriteStringValue(axis.Name);
            json.WriteEndArray();
        }
    }

    private static void Codec(Utf8JsonWriter json, string name, Action<Utf8JsonWriter>? configuration)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        if (configuration is not null)
            json.Object("configuration", configuration);
        json.WriteEndObject();
    }
}
