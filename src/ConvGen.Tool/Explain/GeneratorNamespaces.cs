global using ConvGen.Generators.Common;
global using ConvGen.Generators.Frontend;
global using ConvGen.Generators.Inference;
global using ConvGen.Generators.Planning;
